"""What `build.py` needs: staging, numbers, bounds, and the writing of tables."""
