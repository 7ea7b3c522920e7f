"""Dockerfiles: read as they are given, or rebuilt from the history of an image, and checked."""
