"""CVSS: vectors to scores."""
