"""Exceptions of matching that an ecosystem needs; a family."""
