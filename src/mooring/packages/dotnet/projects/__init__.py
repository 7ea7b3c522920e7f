"""What the readers of .NET files share. Not a family: nothing here is a reader."""
