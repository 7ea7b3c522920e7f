"""What a verdict says, in the words and groups that its formats share. Not a family: nothing here is a format."""
