"""What the JavaScript readers share. Not a family: nothing here is a reader."""
