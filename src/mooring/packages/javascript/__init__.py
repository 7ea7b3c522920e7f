"""FAMILY. JavaScript: installed packages and lock files."""
