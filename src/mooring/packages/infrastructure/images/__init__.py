"""Helpers for references to container images; no readers."""
