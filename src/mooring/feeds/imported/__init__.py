"""Databases and workspaces that other tools made."""
