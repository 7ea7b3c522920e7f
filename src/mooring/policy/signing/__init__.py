"""Signatures and attestations, verified offline: by public keys, or by certificates of a Sigstore instance whose trusted root is given."""
