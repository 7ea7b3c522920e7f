"""Helpers of the golang family; no readers."""
