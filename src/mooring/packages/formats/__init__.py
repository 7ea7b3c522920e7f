"""File formats that several readers share. Not a family: nothing here is a reader."""
