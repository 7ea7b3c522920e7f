"""Secrets in files, image configs and histories: rules, the search, what becomes of what it finds. No value of a secret leaves here."""
