"""Reading VEX: OpenVEX, CSAF 2.0 and CycloneDX documents become statements."""
