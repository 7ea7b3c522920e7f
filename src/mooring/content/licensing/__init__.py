"""Helpers of licence texts: the words of a file, the fingerprints of known texts, and which of them a file holds."""
