"""Shared by the sources that ask a daemon or read its storage; nothing here is a source."""
