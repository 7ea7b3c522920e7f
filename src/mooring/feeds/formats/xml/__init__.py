"""Formats of feeds in XML."""
