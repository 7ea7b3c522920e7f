"""What a compliance report says, in the words that its formats share. Not a family: nothing here is a format."""
