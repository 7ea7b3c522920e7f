"""FAMILY. How to speak to registries and how to log in to them; `auth.py` is the contract."""
