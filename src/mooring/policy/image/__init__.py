"""Triggers of the gate `image`, and what gates know of an image as a whole."""
