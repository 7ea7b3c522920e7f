"""FAMILY. Everything else that names software."""
