"""What the SBOM formats share. Not a family: nothing here is a format."""
