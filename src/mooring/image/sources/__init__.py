"""FAMILY. Where images come from; `source.py` is the contract."""
