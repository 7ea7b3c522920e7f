"""Shared by the sources that read archives and OCI layouts; nothing here is a source."""
