"""Content: what files hold besides packages. Secrets, malware, licence texts, files that are asked for, Dockerfiles."""
