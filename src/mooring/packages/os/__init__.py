"""FAMILY. Packages that a distribution's package manager installed."""
