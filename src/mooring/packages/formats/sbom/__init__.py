"""Decoders of SBOM documents, for SBOMs inside images and SBOMs as input. Not a family: nothing here is a reader."""
