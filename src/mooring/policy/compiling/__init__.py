"""What a bundle's parts become once, so that judging is fast."""
