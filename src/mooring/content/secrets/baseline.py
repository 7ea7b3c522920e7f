"""Secrets that somebody has looked at and accepted. They stay in reports, with who accepts them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from mooring.base.errors import BadConfig
from mooring.base.limits import MIB
from mooring.model.evidence.content import Secret

MAX_FILE_BYTES = 64 * MIB
MAX_ENTRIES = 500_000
FORMAT = "mooring-secret-baseline"


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    rule: str = ""
    place: str = ""
    line: int = 0
    fingerprint: str = ""


class _Baseline(msgspec.Struct, frozen=True, kw_only=True):
    format: str = ""
    """Empty in the JSON of `mooring secrets`."""
    version: int = 1
    secrets: tuple[_Entry, ...]


class _ReportContent(msgspec.Struct, frozen=True, kw_only=True):
    secrets: tuple[_Entry, ...] = ()


class _ReportInventory(msgspec.Struct, frozen=True, kw_only=True):
    content: _ReportContent = _ReportContent()


class _Report(msgspec.Struct, frozen=True, kw_only=True):
    inventory: _ReportInventory


class _GitleaksFinding(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    rule_id: str = msgspec.field(name="RuleID")
    file: str
    start_line: int = 0


class Baseline:
    """What is accepted by one file."""

    def __init__(self, name: str, entries: Iterable[_Entry]) -> None:
        self.name = name
        self._fingerprints: set[tuple[str, str]] = set()
        self._places: dict[tuple[str, str, int], bool] = {}
        """To whether an entry without fingerprint is among those of the place."""
        for entry in entries:
            if entry.fingerprint:
                self._fingerprints.add((entry.rule, entry.fingerprint))
            key = (entry.rule, _bare(entry.place), entry.line)
            self._places[key] = self._places.get(key, False) or not entry.fingerprint

    def accepts(self, secret: Secret) -> bool:
        """Whether it is the same secret: by fingerprint where both sides have one, else by rule, place and line."""
        if secret.fingerprint and (secret.rule, secret.fingerprint) in self._fingerprints:
            return True
        without_fingerprint = self._places.get((secret.rule, _bare(secret.place), secret.line))
        return without_fingerprint is not None and (without_fingerprint or not secret.fingerprint)


def accepted(secrets: Iterable[Secret], paths: Sequence[str]) -> tuple[Secret, ...]:
    """The secrets, those that a baseline accepts marked with its name. Raises BadConfig where a file cannot be read or is no baseline."""
    baselines = [read_baseline(_content(path), path) for path in paths]
    return tuple(_marked(secret, baselines) for secret in secrets)


def baseline_bytes(secrets: Iterable[Secret]) -> bytes:
    """The file that accepts all of these, readable by people and by `accepted`."""
    entries = sorted(
        {(one.rule, one.place, one.line, one.fingerprint) for one in secrets}, key=lambda entry: (entry[1:3], entry)
    )
    rows = tuple(
        _Entry(rule=rule, place=place, line=line, fingerprint=fingerprint) for rule, place, line, fingerprint in entries
    )
    document = msgspec.json.encode(_Baseline(format=FORMAT, version=1, secrets=rows))
    return msgspec.json.format(document, indent=2) + b"\n"


@lru_cache(maxsize=4)
def read_baseline(content: bytes, name: str) -> Baseline:
    """A baseline of ours, JSON of `mooring secrets` or `mooring scan`, or a report of gitleaks. Raises BadConfig."""
    entries: Sequence[_Entry]
    try:
        entries = _entries(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadConfig(
            f"this is no baseline of secrets: {error}",
            hint="give a file of `mooring secrets --write-baseline`, or a JSON report of Mooring or gitleaks",
            path=name,
        ) from None
    if len(entries) > MAX_ENTRIES:
        raise BadConfig(f"the baseline has {len(entries)} entries; the limit is {MAX_ENTRIES}", path=name)
    return Baseline(name, entries)


def _entries(content: bytes) -> Sequence[_Entry]:
    if content.lstrip()[:1] == b"[":
        findings = msgspec.json.decode(content, type=tuple[_GitleaksFinding, ...])
        return [_Entry(rule=one.rule_id, place=one.file, line=one.start_line) for one in findings]
    try:
        document = msgspec.json.decode(content, type=_Baseline)
    except msgspec.ValidationError:
        return msgspec.json.decode(content, type=_Report).inventory.content.secrets
    if document.format not in ("", FORMAT) or document.version != 1:
        raise msgspec.ValidationError(f"format {document.format!r}, version {document.version}, is not known")
    return document.secrets


def _marked(secret: Secret, baselines: Sequence[Baseline]) -> Secret:
    """A baseline says more than a comment: whoever judges the image wrote it."""
    if secret.is_accepted_elsewhere:
        return secret
    for baseline in baselines:
        if baseline.accepts(secret):
            return msgspec.structs.replace(secret, accepted_by=f"baseline {baseline.name}")
    return secret


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadConfig(f"the baseline cannot be read: {reason}", path=path) from None
    if len(content) > MAX_FILE_BYTES:
        raise BadConfig(f"the baseline is larger than {MAX_FILE_BYTES // MIB} MiB", path=path)
    return content


def _bare(place: str) -> str:
    """Paths without the slash or `./` that some tools begin them with."""
    return place.removeprefix("./").lstrip("/")
