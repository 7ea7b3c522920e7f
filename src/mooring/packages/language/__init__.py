"""FAMILY. Every other programming language."""
