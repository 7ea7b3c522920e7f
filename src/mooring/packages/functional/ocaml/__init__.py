"""Helpers for the files of opam; no readers."""
