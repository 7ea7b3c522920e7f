"""FAMILY. Python: installed distributions and lock files."""
