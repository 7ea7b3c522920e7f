"""The rules of one search: those of Mooring, and those of the files that the user names."""

from functools import lru_cache
from pathlib import Path

from mooring.base.errors import BadConfig
from mooring.base.limits import MIB
from mooring.content.options import ContentOptions
from mooring.content.secrets.rule import RuleSet
from mooring.content.secrets.shipped import shipped_rules

MAX_FILE_BYTES = 16 * MIB
_MAX_EXTENDED = 8


def rules_of(options: ContentOptions) -> RuleSet:
    """The rules that these options name. Raises BadConfig where a file cannot be read or used."""
    if not options.secret_rules:
        return _shipped()
    return _extended(tuple(one for path in options.secret_rules for one in _with_extended(path)))


@lru_cache(maxsize=1)
def _shipped() -> RuleSet:
    return shipped_rules()


@lru_cache(maxsize=4)
def _extended(contents: tuple[tuple[str, bytes], ...]) -> RuleSet:
    from mooring.content.secrets.rule_file import read_rule_file  # with it comes TOML, which most scans need not read
    from mooring.content.secrets.uniting import united

    files = [read_rule_file(content, name) for name, content in contents]
    is_alone = any(file.use_default is False for file in files)
    return united(None if is_alone else _shipped(), files)


def _with_extended(path: str) -> list[tuple[str, bytes]]:
    """The files that a file extends, the deepest first, and itself."""
    found: list[tuple[str, bytes]] = []
    seen: set[str] = set()
    while path and path not in seen:
        if len(found) >= _MAX_EXTENDED:
            raise BadConfig(f"more than {_MAX_EXTENDED} files extend one another", path=path)
        seen.add(path)
        content = _content(path)
        found.append((path, content))
        next_path = _path_of_extended(content, path)
        path = str(Path(path).parent / Path(next_path).expanduser()) if next_path else ""
    return found[::-1]


@lru_cache(maxsize=16)
def _path_of_extended(content: bytes, name: str) -> str:
    from mooring.content.secrets.rule_file import read_rule_file

    return read_rule_file(content, name).path


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadConfig(f"the rules cannot be read: {reason}", path=path) from None
    if len(content) > MAX_FILE_BYTES:
        raise BadConfig(f"the rules are larger than {MAX_FILE_BYTES // MIB} MiB", path=path)
    return content
