"""Feeds of distributions that are made for images: hardened packages, built from day to day."""
