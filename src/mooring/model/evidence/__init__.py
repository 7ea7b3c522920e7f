"""Evidence besides packages and vulnerabilities: what files hold, how the image was built, who signed it."""
