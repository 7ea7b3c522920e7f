"""Formats of verdicts, one module each: what `mooring policy check --output` writes."""
