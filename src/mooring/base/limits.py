"""Caps for hostile input: bytes, entries, depth, ratios.

Every cap is generous for honest images (the largest public ones stay below a tenth) and keeps memory and time bounded
for the others. All are settings of the `[scan]` section.
"""

import msgspec

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds that hold for one scan; sizes in bytes."""

    max_layers: int = 1_000
    """Layers of one image (overlay file systems stop at 500, Docker at 127)."""
    max_layer_bytes: int = 64 * GIB
    """Uncompressed bytes of one layer."""
    max_layer_entries: int = 5_000_000
    """Entries of one layer."""
    max_ratio: int = 1_200
    """Uncompressed bytes per compressed byte of a layer, once it has given `ratio_floor_bytes`. DEFLATE cannot pass 1,032; zstd can."""
    ratio_floor_bytes: int = 256 * MIB
    """A layer of up to this size may compress as well as it likes."""
    max_path_bytes: int = 16 * KIB
    """A path or link target in a layer (PATH_MAX is 4 KiB)."""
    max_pax_bytes: int = 1 * MIB
    """One pax extended header or GNU long name."""
    max_file_bytes: int = 256 * MIB
    """A file that a reader may hold in memory; larger ones are left out and recorded as a problem."""
    max_manifest_bytes: int = 16 * MIB
    """A manifest, index or image config."""
    max_facts_per_file: int = 200_000
    """Facts that one file may give."""
    max_archive_depth: int = 8
    """Archives nested in archives, the outermost being 1."""
    max_archive_members: int = 200_000
    """Members of one archive and all archives nested in it."""
    max_archive_bytes: int = 1 * GIB
    """Bytes inflated from one outermost archive, everything nested in it included."""
    max_document_depth: int = 200
    """Nesting of JSON, YAML and XML documents."""


DEFAULT_LIMITS = Limits()
