"""Reading settings: defaults, then a TOML file, then `MOORING_SECTION_KEY`, then flags; each value remembers where it
came from.
"""

import tomllib
import typing
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import msgspec

from mooring.base.config import (
    CacheConfig,
    Config,
    ContentConfig,
    DatabaseConfig,
    FeedsConfig,
    MatchConfig,
    PolicyConfig,
    RegistryConfig,
    ScanConfig,
    SecretText,
)
from mooring.base.errors import BadConfig
from mooring.base.limits import GIB, KIB, MIB

SECTIONS: dict[str, type[msgspec.Struct]] = {
    "registry": RegistryConfig,
    "scan": ScanConfig,
    "cache": CacheConfig,
    "database": DatabaseConfig,
    "feeds": FeedsConfig,
    "match": MatchConfig,
    "content": ContentConfig,
    "policy": PolicyConfig,
}
PREFIX = "MOORING_"
NOT_SETTINGS = frozenset({"MOORING_CONFIG"})
"""Variables with the prefix that name no setting."""
_UNITS = {"": 1, "b": 1, "kib": KIB, "mib": MIB, "gib": GIB, "kb": 1000, "mb": 1000**2, "gb": 1000**3}
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})

Value = object


def load_config(
    environment: Mapping[str, str], *, folder: Path, flags: Mapping[str, str] | None = None, file: str = ""
) -> Config:
    """All settings. `folder` is where `.mooring.toml` is looked for; `flags` maps `section.key` to text; `file` is
    `--config`.

    Raises BadConfig at a name that does not exist, naming the nearest one, and at a value of the wrong kind.
    """
    values: dict[str, dict[str, Value]] = {section: {} for section in SECTIONS}
    origins = {f"{section}.{key}": "default" for section, kind in SECTIONS.items() for key in kind.__struct_fields__}
    path = config_file(environment, folder, file)
    if path is not None:
        _from_file(path, values, origins)
    _from_environment(environment, values, origins)
    for name, text in (flags or {}).items():
        section, _, key = name.partition(".")
        values[section][key] = _from_text(text, _type_of(section, key, f"flag for {name}"), name)
        origins[name] = "flag"
    _default_folders(environment, values)
    sections = {name: _section(name, values[name], origins) for name in SECTIONS}
    return msgspec.convert({**sections, "origins": origins}, Config)


def config_file(environment: Mapping[str, str], folder: Path, given: str = "") -> Path | None:
    """The settings file: the given one, else MOORING_CONFIG, else `.mooring.toml` here, else the user's; None without
    any.

    Raises BadConfig where a file that was named does not exist.
    """
    named = given or environment.get("MOORING_CONFIG", "")
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise BadConfig(f"the settings file {named!r} does not exist")
        return path
    home = environment.get("HOME", "")
    config_home = environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else "")
    places = [folder / ".mooring.toml"]
    if config_home:
        places.append(Path(config_home) / "mooring" / "config.toml")
    return next((path for path in places if path.is_file()), None)


def settings_of(config: Config) -> list[tuple[str, str, str]]:
    """Name, value and origin of every setting, in order; credentials are not shown."""
    rows = []
    for section, kind in SECTIONS.items():
        for key in kind.__struct_fields__:
            name = f"{section}.{key}"
            value = getattr(getattr(config, section), key)
            rows.append((name, _shown(value), config.origins.get(name, "default")))
    return rows


def _from_file(path: Path, values: dict[str, dict[str, Value]], origins: dict[str, str]) -> None:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadConfig(f"cannot be read: {error}", path=str(path)) from None
    for section, rows in document.items():
        if section not in SECTIONS:
            raise _unknown(f"[{section}]", section, SECTIONS, str(path))
        if not isinstance(rows, dict):
            raise BadConfig(f"{section} is {rows!r}; expected a table", path=str(path))
        for key, value in rows.items():
            kind = _type_of(section, key, str(path))
            name = f"{section}.{key}"
            values[section][key] = _from_text(value, kind, name) if isinstance(value, str) else value
            origins[name] = f"file {path}"


def _from_environment(
    environment: Mapping[str, str], values: dict[str, dict[str, Value]], origins: dict[str, str]
) -> None:
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        section, _, key = variable.removeprefix(PREFIX).lower().partition("_")
        if section not in SECTIONS:
            # Other programs and later versions may use the prefix; only a known section can hold a spelling mistake.
            continue
        name = f"{section}.{key}"
        kind = _type_of(section, key, f"environment variable {variable}")
        values[section][key] = _from_text(environment[variable], kind, variable)
        origins[name] = f"environment {variable}"


def _type_of(section: str, key: str, where: str) -> object:
    kind = SECTIONS.get(section)
    if kind is None:
        raise _unknown(section, section, SECTIONS, where)
    types_by_key = typing.get_type_hints(kind)
    if key not in types_by_key:
        raise _unknown(f"{section}.{key}", key, types_by_key, where)
    return types_by_key[key]


def _unknown(shown: str, name: str, known: Mapping[str, object], where: str) -> BadConfig:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "known are " + ", ".join(sorted(known))
    return BadConfig(f"there is no setting {shown!r}", hint=hint, path=where)


def _from_text(text: str, kind: object, name: str) -> Value:
    """The value that a text stands for: lists by commas, tables as `key=value` by commas, sizes with a unit."""
    if kind in (str, SecretText):
        return text
    if kind is bool:
        return _boolean(text, name)
    if kind is int:
        return _integer(text, name)
    if kind is float:
        try:
            return float(text)
        except ValueError:
            raise BadConfig(f"{name} is {text!r}; expected a number") from None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if typing.get_origin(kind) is tuple:
        return parts
    assert typing.get_origin(kind) is dict
    table: dict[str, Value] = {}
    for part in parts:
        key, separator, value = part.partition("=")
        if not separator:
            raise BadConfig(f"{name} has {part!r}; expected host=value, joined by commas")
        if typing.get_origin(typing.get_args(kind)[1]) is tuple:
            earlier = table.get(key, [])
            table[key] = [*(earlier if isinstance(earlier, list) else []), value]
        else:
            table[key] = value
    return table


def _boolean(text: str, name: str) -> bool:
    if text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    raise BadConfig(f"{name} is {text!r}; expected true or false")


def _integer(text: str, name: str) -> int:
    digits = text.strip().replace("_", "")
    unit = digits.lstrip("0123456789").strip().lower()
    number = digits[: len(digits) - len(digits.lstrip("0123456789"))]
    if not number or unit not in _UNITS or (unit and not name.lower().endswith("bytes")):
        raise BadConfig(
            f"{name} is {text!r}; expected a whole number" + (" of bytes" if "bytes" in name.lower() else "")
        )
    return int(number) * _UNITS[unit]


def _default_folders(environment: Mapping[str, str], values: dict[str, dict[str, Value]]) -> None:
    own = environment.get("XDG_DATA_HOME") or (f"{environment['HOME']}/.local/share" if environment.get("HOME") else "")
    if own:
        values["content"].setdefault("fingerprint_key_file", f"{own}/mooring/fingerprint.key")
    home = environment.get("XDG_CACHE_HOME") or (f"{environment['HOME']}/.cache" if environment.get("HOME") else "")
    if not home:
        return
    for section, folder in (("cache", "mooring"), ("database", "mooring/db"), ("feeds", "mooring/feeds")):
        values[section].setdefault("directory", f"{home}/{folder}")


def _section(name: str, values: dict[str, Value], origins: dict[str, str]) -> msgspec.Struct:
    """The section as its type; the message names the key and where its value came from."""
    try:
        return msgspec.convert(values, SECTIONS[name], dec_hook=_decode)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        key = place.rstrip("`").partition("[")[0].partition(".")[0]
        raise BadConfig(f"{name}.{key}: {reason.lower()}", path=origins.get(f"{name}.{key}")) from None


def _decode(kind: type, value: object) -> object:
    if kind is SecretText and isinstance(value, str):
        return SecretText(value)
    raise msgspec.ValidationError(f"Expected `str`, got `{type(value).__name__}`")


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}={_shown(item)}" for key, item in sorted(value.items()))
        case _:
            return str(value)
