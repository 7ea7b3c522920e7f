"""Grype's database of model 6, piece by piece."""
