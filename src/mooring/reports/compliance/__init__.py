"""FAMILY. Formats of compliance reports, one module each: what `mooring compliance --output` writes."""
