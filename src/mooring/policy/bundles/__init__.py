"""Bundles that come with Mooring, as data: `NAME.json` and `NAME.yaml`."""
