"""Tiny images, built in memory."""
