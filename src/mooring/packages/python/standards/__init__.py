"""What the readers of Python files share: names, requirements, core metadata. Nothing here is a reader."""
