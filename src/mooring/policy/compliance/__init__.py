"""Packs on images: what comes of each control, in which state and on what evidence."""
