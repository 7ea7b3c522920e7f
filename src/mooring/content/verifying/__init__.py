"""Helpers of verification: what package databases expect, what dpkg was told to leave out, and what the image has."""
