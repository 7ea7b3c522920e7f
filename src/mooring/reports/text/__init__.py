"""What the formats for people share. Not a family: nothing here is a format."""
