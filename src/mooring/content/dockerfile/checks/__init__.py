"""What can be wrong with a Dockerfile."""
