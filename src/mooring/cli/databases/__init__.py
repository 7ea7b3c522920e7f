"""What `mooring db` does."""
