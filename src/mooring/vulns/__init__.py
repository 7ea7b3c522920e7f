"""Vulnerabilities: the database file, and matching an inventory against it."""
