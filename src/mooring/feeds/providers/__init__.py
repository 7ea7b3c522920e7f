"""The feeds."""
