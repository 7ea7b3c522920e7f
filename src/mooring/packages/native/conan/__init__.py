"""Helpers for the files of Conan; no readers."""
