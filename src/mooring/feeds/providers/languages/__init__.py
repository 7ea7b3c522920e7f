"""Feeds of language ecosystems; a family."""
