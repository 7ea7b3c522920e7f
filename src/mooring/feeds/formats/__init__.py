"""Parsers that several feeds share."""
