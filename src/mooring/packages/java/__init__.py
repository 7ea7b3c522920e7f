"""FAMILY. Java: archives, manifests and lock files."""
