"""The facts of a gemspec, which is a program in Ruby: read, never run.

RubyGems writes installed ones in one shape (`Gem::Specification#to_ruby`), headed by `# stub: name version platform …`
for readers that want no more (`Gem::StubSpecification`). Ones that people write are read as far as assignments of
plain strings, lists of them, and constants of the same file go. Reference:
guides.rubygems.org/specification-reference.
"""

import re

import msgspec

from mooring.base.errors import ReadError

_STUB = re.compile(r"^# stub: (\S{1,200}) (\S{1,100}) (\S{1,100})", re.MULTILINE)
_ASSIGNMENT = re.compile(
    r"^[ \t]*\w{1,40}\.(name|version|platform|licenses?|homepage|authors?)[ \t]*=[ \t]*(\S[^\n]*)", re.MULTILINE
)
_CONSTANT = re.compile(r"^[ \t]*([A-Z]\w{0,60})[ \t]*=[ \t]*[\"']([^\"'\n]{1,200})[\"']", re.MULTILINE)
_DEPENDENCY = re.compile(
    r"^[ \t]*\w{1,40}\.add_(runtime_|development_)?dependency[ \t(]*(?:%q<([^>\n]+)>|\"([^\"\n]+)\"|'([^'\n]+)')",
    re.MULTILINE,
)
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|%[qQ]<([^>\n]*)>")
_WORDS = re.compile(r"%[wW][\[({<]([^\])}>]*)[\])}>]")
_NAME_OF_CONSTANT = re.compile(r"^(?:[A-Z]\w*::)*([A-Z]\w*)")
_MAX_LIST = 4096
"""Characters of a value that are read: the strings in it are looked for in quadratic time at worst."""


class Specification(msgspec.Struct, frozen=True, kw_only=True):
    """What a gemspec says."""

    name: str
    version: str
    """Empty where a program computes it."""
    platform: str
    """Empty for `ruby`, which means any."""
    licenses: tuple[str, ...]
    homepage: str
    authors: tuple[str, ...]
    depends: tuple[str, ...]
    """Gems needed at run time."""


def parse_gemspec(source: str) -> Specification:
    """The facts of a gemspec; raises ReadError where not even a name can be read."""
    given: dict[str, list[str]] = {}
    constants = {match[1]: match[2] for match in _CONSTANT.finditer(source)}
    for match in _ASSIGNMENT.finditer(source):
        if match[1] not in given:
            given[match[1]] = _strings(source, match.start(2), match[2], constants)
    stub = _STUB.search(source)
    name = stub[1] if stub else _first(given, "name")
    version = stub[2] if stub else _first(given, "version")
    platform = stub[3] if stub else _first(given, "platform")
    if not name or "#{" in name:
        raise ReadError("is a gemspec without a name that can be read")
    version = "" if "#{" in version else version
    return Specification(
        name=name,
        version=version,
        platform="" if platform == "ruby" else platform,
        licenses=tuple(dict.fromkeys((*given.get("license", ()), *given.get("licenses", ())))),
        homepage=_filled(_first(given, "homepage"), name, version),
        authors=tuple(given.get("authors", ()) or given.get("author", ())),
        depends=_needs(source),
    )


def _needs(source: str) -> tuple[str, ...]:
    """Gems needed at run time. Older RubyGems repeat each dependency, of either kind, as a plain one for its own older
    versions.
    """
    found: dict[str, dict[str, None]] = {"runtime_": {}, "development_": {}, "": {}}
    for match in _DEPENDENCY.finditer(source):
        found[match[1] or ""][match[2] or match[3] or match[4]] = None
    plain = (name for name in found[""] if name not in found["development_"])
    return tuple(dict.fromkeys((*found["runtime_"], *plain)))


def _strings(source: str, start: int, line: str, constants: dict[str, str]) -> list[str]:
    """The strings of an assigned value; a list may go on over lines."""
    if line.startswith(("[", "%w", "%W")):
        end = source.find("]", start, start + _MAX_LIST) if "[" in line[:3] else -1
        line = source[start : end + 1] if end >= 0 else line[:_MAX_LIST]
        words = _WORDS.match(line)
        if words:
            return words[1].split()
        return [_text(match) for match in _STRING.finditer(line)]
    line = line[:_MAX_LIST]
    constant = _NAME_OF_CONSTANT.match(line)
    if constant and not line.startswith("Gem::"):
        value = constants.get(constant[1], "")
        return [value] if value else []
    found = _STRING.search(line)
    return [_text(found)] if found and _text(found) else []


def _text(match: re.Match[str]) -> str:
    return match[1] or match[2] or match[3] or ""


def _first(given: dict[str, list[str]], key: str) -> str:
    return next(iter(given.get(key, ())), "")


def _filled(value: str, name: str, version: str) -> str:
    """The text with `#{s.name}` and `#{s.version}` put in; empty where another expression is left."""
    for holder in ("s", "spec", "gem", "g"):
        value = value.replace(f"#{{{holder}.name}}", name).replace(f"#{{{holder}.version}}", version)
    return "" if "#{" in value else value
