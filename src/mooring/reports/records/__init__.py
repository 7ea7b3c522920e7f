"""Rows of comma-separated values besides packages and vulnerabilities."""
