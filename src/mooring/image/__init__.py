"""From an image reference to layers, and from layers to one tree of files."""
