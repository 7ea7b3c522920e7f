"""Signatures as cosign and Sigstore make them, with keys and authorities made by the test."""
