"""The shell commands of RUN instructions, split with care."""
