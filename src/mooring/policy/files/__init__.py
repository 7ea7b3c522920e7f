"""Helpers of the gate `files`."""
