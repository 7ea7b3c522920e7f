"""Feeds: what upstreams publish about vulnerabilities, turned into one form."""
