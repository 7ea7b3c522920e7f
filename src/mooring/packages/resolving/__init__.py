"""The steps of `packages/resolve.py`, one module each."""
