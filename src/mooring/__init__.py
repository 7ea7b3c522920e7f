"""Mooring keeps container images where you moored them: known, compliant and not drifting."""

__version__ = "0.1.0"
