"""Feeds of distributions; a family."""
