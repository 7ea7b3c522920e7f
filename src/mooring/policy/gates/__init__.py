"""FAMILY: gates. Every module offers one `GATE`."""
