"""Where a package database stands: at the root of the image, or below a folder that holds a system of its own."""
