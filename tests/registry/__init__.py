"""Registries for tests: the real one, where it is installed, and a small fake that misbehaves on demand."""
