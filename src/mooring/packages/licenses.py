"""Licences as declared, turned into SPDX licence expressions (SPDX specification 2.3, annex D).

An own parser over the identifiers of the SPDX licence list: importing a library for it would cost every scan more than
the parsing of all the licences of a large image. Distinct declarations are few, so each is parsed once.
"""

import re
from functools import lru_cache
from pathlib import Path

from mooring.packages.license_names import NAMES, OLD_IDS, URLS

MAX_LENGTH = 2_000
"""A longer declaration is a licence text, not a name."""
MAX_OPERANDS = 100
MAX_DEPTH = 20
_TOKEN = re.compile(r"\(|\)|[^\s()]+")
_IDENTIFIER = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_OPERATORS = {"and": "AND", "or": "OR", "with": "WITH", "&": "AND", "&&": "AND", "|": "OR", "||": "OR", "and/or": "OR"}
_PAGE = re.compile(r"https?://(?:www\.)?")
_GNU = re.compile(
    r"(gpl|lgpl|agpl|gfdl|fdl)(?: \([a-z]+\))?,?[ -]?(?:v|v\. ?|ver\. |version )?([1-3](?:\.[0-3])?)"
    r"(,? or (?:later|newer|greater|any later version|above)|-or-later|\+)?( only|-only)?"
    r"(?: \([al]?gplv[1-3](?:\.[0-9])?\+?\))?"
)
"""`gpl-2+`, `lgplv2.1+`, `gpl v3 or later (gplv3+)`: names of the GNU licences once `_spoken` has shortened them."""
_GNU_LONG = (
    ("library or lesser general public", "lgpl"),
    ("lesser general public", "lgpl"),
    ("library general public", "lgpl"),
    ("affero general public", "agpl"),
    ("affero gpl", "agpl"),
    ("general public", "gpl"),
    ("free documentation", "gfdl"),
)
_GNU_VERSIONS = {"gpl": "1.0 2.0 3.0", "lgpl": "2.0 2.1 3.0", "agpl": "1.0 3.0", "gfdl": "1.1 1.2 1.3"}


@lru_cache(maxsize=65_536)
def expression_of(declared: str) -> str:
    """The SPDX expression that a declared licence is, or means by an unambiguous old name; empty where it is neither.

    Deprecated identifiers become current ones (`GPL-2.0+` is `GPL-2.0-or-later`), operators are in capitals, needless
    parentheses go.
    """
    text = " ".join(declared[: MAX_LENGTH + 1].split())
    if not text or len(text) > MAX_LENGTH:
        return ""
    whole = _leaf(text)
    if whole:
        return whole
    try:
        return _Parser(text).whole()
    except _NotAnExpression:
        return ""


def simplified(name: str) -> str:
    """The form in which `license_names.NAMES` has a name."""
    text = name.lower().strip(" .,;")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    text = text.removeprefix("license ::").removeprefix(" osi approved ::").strip().removeprefix("the ")
    for ending in (" license", " licence", " licensed", " licenses"):
        text = text.removesuffix(ending)
    return text.strip()


@lru_cache(maxsize=1)
def known_ids() -> tuple[dict[str, str], dict[str, str]]:
    """Lower-case identifier to identifier, of the licences and of the exceptions of the SPDX list."""
    lines = (Path(__file__).parent / "spdx_ids.txt").read_text("ascii")
    licenses, exceptions = lines.split("\n", 1)[1].split("\n\n")
    return {line.lower(): line for line in licenses.split()}, {line.lower(): line for line in exceptions.split()}


class _NotAnExpression(Exception):
    """The text does not follow the grammar, or names a licence that nobody knows."""


def _leaf(text: str) -> str:
    """The expression of one licence, by identifier, name or page; empty where it has none."""
    licenses, _ = known_ids()
    found = licenses.get(text.lower())
    if found is not None:
        return OLD_IDS.get(found, found)
    if text.endswith("+") and (base := licenses.get(text[:-1].lower())) is not None:
        return _or_later(base)
    if _IDENTIFIER.fullmatch(text):
        return text
    if text.startswith(("http://", "https://")):
        return _of_page(text)
    if " :: " in text:
        text = text.rpartition(" :: ")[2]
    name = simplified(text)
    return NAMES.get(name, "") or _known(name) or _gnu(name)


def _gnu(name: str) -> str:
    """The identifier of a GNU licence named with a version, however it is spelled out."""
    text = name.removeprefix("gnu ")
    for long, short in _GNU_LONG:
        if text.startswith(long):
            text = short + text.removeprefix(long).removeprefix(" license").removeprefix(" licence")
            break
    found = _GNU.fullmatch(text)
    if found is None:
        return ""
    family = "gfdl" if found[1] == "fdl" else found[1]
    version = found[2] if "." in found[2] else f"{found[2]}.0"
    if version not in _GNU_VERSIONS[family]:
        return ""
    return f"{family.upper()}-{version}-{'or-later' if found[3] else 'only'}"


def _known(name: str) -> str:
    found = known_ids()[0].get(name, "")
    return OLD_IDS.get(found, found)


def _or_later(base: str) -> str:
    modern = OLD_IDS.get(f"{base}+", "")
    if modern:
        return modern
    stem = base.removesuffix("-only")
    return f"{stem}-or-later" if f"{stem}-or-later".lower() in known_ids()[0] else f"{base}+"


def _of_page(address: str) -> str:
    page = _PAGE.sub("", address.split("#")[0].split("?")[0].lower(), count=1).rstrip("/")
    for extension in (".html", ".txt", ".php", ".htm", ".md"):
        page = page.removesuffix(extension)
    if page in URLS:
        return URLS[page]
    host, _, rest = page.partition("/")
    if host in ("opensource.org", "spdx.org", "choosealicense.com", "licenses.nuget.org"):
        return _known(rest.rpartition("/")[2]) or NAMES.get(rest.rpartition("/")[2].removesuffix("-license"), "")
    return ""


class _Parser:
    """Recursive descent over `or-expression = and-expression (OR and-expression)*`; depth and operands are bounded."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.operands = 0

    def whole(self) -> str:
        """The expression of all tokens; raises _NotAnExpression."""
        parts, operator = self._alternatives(0)
        if self.at != len(self.tokens):
            raise _NotAnExpression
        return f" {operator} ".join(parts)

    def _alternatives(self, depth: int) -> tuple[tuple[str, ...], str]:
        """The parts of an OR chain; of an AND chain where there is only one alternative."""
        chains = [self._parts(depth)]
        while self._peek() == "OR":
            self.at += 1
            chains.append(self._parts(depth))
        if len(chains) == 1:
            return chains[0]
        alternatives: dict[str, None] = {}
        for parts, operator in chains:
            alternatives.update(dict.fromkeys(parts if operator == "OR" else (" AND ".join(parts),)))
        return tuple(alternatives), "OR"

    def _parts(self, depth: int) -> tuple[tuple[str, ...], str]:
        """The parts of an AND chain; a choice among them keeps its parentheses, unless it is the only part."""
        operands = [self._operand(depth)]
        while self._peek() == "AND":
            self.at += 1
            operands.append(self._operand(depth))
        if len(operands) == 1:
            return operands[0]
        together: dict[str, None] = {}
        for parts, operator in operands:
            is_choice = operator == "OR" and len(parts) > 1
            together.update(dict.fromkeys((f"({' OR '.join(parts)})",) if is_choice else parts))
        if len(together) == 1:
            return operands[0]  # The same choice several times is that choice.
        return tuple(together), "AND"

    def _operand(self, depth: int) -> tuple[tuple[str, ...], str]:
        self.operands += 1
        if depth > MAX_DEPTH or self.operands > MAX_OPERANDS:
            raise _NotAnExpression
        if self._peek() == "(":
            self.at += 1
            inner = self._alternatives(depth + 1)
            if self._peek() != ")":
                raise _NotAnExpression
            self.at += 1
            return inner
        return tuple(self._license().split(" OR ")), "OR"

    def _license(self) -> str:
        words = self._words()
        text = _leaf(words) if words else ""
        if self._peek() == "WITH":
            self.at += 1
            exception = self._words()
            # "GPLv2+ with exceptions" is one name of the old Fedora list, not a license and an exception.
            return _leaf(f"{words} with {exception}") or _with(text, exception)
        if not text:
            raise _NotAnExpression
        return text

    def _words(self) -> str:
        start = self.at
        while self.at < len(self.tokens) and self._peek() not in ("AND", "OR", "WITH", "(", ")"):
            self.at += 1
        return " ".join(self.tokens[start : self.at])

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""


def _with(license_id: str, exception: str) -> str:
    known = known_ids()[1].get(exception.lower(), "")
    if not known or not license_id or " " in license_id:
        raise _NotAnExpression
    return f"{license_id} WITH {known}"


def _tokens(text: str) -> list[str]:
    """Words, parentheses and operators; Cargo's old slash means OR, Debian's comma means AND."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        lowered = token.lower()
        if lowered in _OPERATORS:
            if tokens and tokens[-1] == "AND" and lowered == "and":
                continue  # Debian's "A, and B".
            tokens.append(_OPERATORS[lowered])
        elif token.endswith(",") and len(token) > 1:
            tokens += [token[:-1], "AND"]
        elif "/" in token and "://" not in token and not _leaf(token):
            tokens += _slashed(token)
        else:
            tokens.append(token)
    return tokens


def _slashed(token: str) -> list[str]:
    parts = [part for part in token.split("/") if part]
    return [piece for part in parts for piece in (part, "OR")][:-1]
