"""What several schemes need to build their keys."""
