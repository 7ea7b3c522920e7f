"""What the PHP readers share. Not a family: nothing here is a reader."""
