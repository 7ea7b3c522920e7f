"""Packs: controls of a standard as data, one file each, rendered into bundles. `checks.toml` holds what several packs look for."""
