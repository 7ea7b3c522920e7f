"""Helpers of the beam family; no readers."""
