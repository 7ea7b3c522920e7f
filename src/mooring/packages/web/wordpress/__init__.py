"""Helpers for WordPress; no readers."""
