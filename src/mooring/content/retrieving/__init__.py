"""Helpers of retrieved files: which paths are meant, and what is masked in a file that is kept."""
