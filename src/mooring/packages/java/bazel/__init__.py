"""Bazel's configuration language. Helpers of the readers of this family."""
