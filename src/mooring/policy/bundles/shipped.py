"""The bundles that come with Mooring, by name: those of files beside this module, and the packs of controls, rendered."""

from pathlib import Path

from mooring.base.errors import NotFound
from mooring.policy.packs.library import load_pack, pack_names
from mooring.policy.packs.rendering import bundle_json
from mooring.policy.registry import did_you_mean

_FOLDER = Path(__file__).parent
_SUFFIXES = (".json", ".yaml")
STARTER = "starter"
"""The commented bundle that `mooring policy init` writes."""


def shipped_bundles() -> tuple[str, ...]:
    """Names of all of them, in order."""
    return tuple(sorted((*(path.stem for path in _FOLDER.iterdir() if path.suffix in _SUFFIXES), *pack_names())))


def shipped_bundle(name: str) -> tuple[str, bytes]:
    """File name and content of the bundle of this name. Raises NotFound."""
    if name not in shipped_bundles():
        hint = did_you_mean(name, shipped_bundles()) or f"there are {', '.join(shipped_bundles())}"
        raise NotFound(f"no bundle named {name[:100]!r} comes with Mooring", hint=hint)
    if name in pack_names():
        return f"{name}.json", bundle_json(load_pack(name))
    path = next(path for suffix in _SUFFIXES if (path := _FOLDER / f"{name}{suffix}").is_file())
    return path.name, path.read_bytes()
