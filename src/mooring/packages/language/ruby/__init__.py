"""What the Ruby readers share. Not a family: nothing here is a reader."""
