"""Gate `files`: what lies in the image, by path, content, checksum and mode.

Deviations from Anchore Engine: expressions are RE2. `content_regex_match` and `name_match` need the evidence they speak of: where the list
of files or the content search is missing, the rule is not passed but reported as not gathered. Ours: `capabilities`, `world_writable`,
`allowed_paths`, `include_folders`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import ContentMatch, Need
from mooring.model.files import FileEntry
from mooring.policy.content.asked import from_root, require_subject
from mooring.policy.evidence import Evidence
from mooring.policy.files.attributes import (
    EQUALS,
    NOT_EQUALS,
    OCTAL,
    checksum_condition,
    checksum_of,
    mode_condition,
)
from mooring.policy.files.paths import files_at
from mooring.policy.gate import Fired, Gate, Trigger
from mooring.policy.parameter import BOOLEAN, REGEX, STRING, WORD, Parameter, one_of
from mooring.policy.wildcard import PATTERNS, fits_any

_SETUID_OR_SETGID = 0o6000
_WRITABLE_BY_ALL, _STICKY = 0o002, 0o1000
_NAMED = re.compile(r"([A-Za-z0-9_-]{1,100})=(.+)", re.DOTALL)

AllowedPaths = Annotated[
    tuple[str, ...],
    Parameter(
        kind=PATTERNS,
        help="Paths that are as they should be: exact, with `*`, or `regexp:` and an expression. Left out: none is.",
        example="/usr/bin/su,/usr/bin/passwd,/opt/app/*",
    ),
]


class ContentRegexMatch(Trigger, frozen=True, kw_only=True):
    """Fires for each file and each content search that found something in it."""

    NAME = "content_regex_match"
    DESCRIPTION = (
        "Fires once for each file in which a content search found its expression. The searches are those that the scan was given, and "
        "those that rules name as NAME=expression."
    )

    regex_name: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="Name of the search, its expression, or both as NAME=expression. Left out: all searches.",
            example="password_file=^password:",
        ),
    ] = ""

    def needs(self) -> Iterable[Need]:
        """Content searches."""
        return (Need.CONTENT_SEARCH,)

    def searches(self) -> Iterable[tuple[str, str]]:
        """The expression, where the parameter has it."""
        named = _NAMED.fullmatch(self.regex_name)
        return ((named[1], named[2]),) if named else ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each file and expression, in the order of the files."""
        found = {(match.path, _written(match)): None for match in evidence.content.matches if self._means(match)}
        if not found and self.regex_name:
            named = _NAMED.fullmatch(self.regex_name)
            name = named[1] if named else self.regex_name
            require_subject(evidence, Need.CONTENT_SEARCH, name, "scan again with a content search of this name")
        for path, regex in found:
            message = f"File content analyzer found regexp match in container: file={path} regexp={regex}"
            yield Fired(message=message, subject=path)

    def _means(self, match: ContentMatch) -> bool:
        return not self.regex_name or self.regex_name in (match.name, match.regex, _written(match))


class NameMatch(Trigger, frozen=True, kw_only=True):
    """Fires for each file whose path the expression matches."""

    NAME = "name_match"
    DESCRIPTION = "Fires for each file (folders and links, too) whose full path matches the expression, from the leading slash on."

    regex: Annotated[
        str,
        Parameter(
            kind=REGEX,
            is_regex=True,
            help="Expression that the path is matched with, at its start.",
            example=r".*\.pem",
        ),
    ]

    def needs(self) -> Iterable[Need]:
        """The list of files."""
        return (Need.FILES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each file, in the order of the files."""
        for file in files_at(evidence, self.regex):
            message = f"Application of regex matched file found in container: file={file.path} regexp={self.regex}"
            yield Fired(message=message, subject=file.path)


class AttributeMatch(Trigger, frozen=True, kw_only=True):
    """Fires where one file is there and all conditions given hold."""

    NAME = "attribute_match"
    DESCRIPTION = "Fires if a file is there and its checksum and mode are, or are not, the given ones. All conditions given must hold."

    filename: Annotated[str, Parameter(kind=WORD, help="Full path of the file.", example="/etc/passwd")]
    checksum_algorithm: Annotated[
        str, Parameter(kind=one_of("sha256"), help="Algorithm of the checksum.", example="sha256")
    ] = "sha256"
    checksum: Annotated[
        str, Parameter(kind=STRING, help="Checksum to compare with. Left out: not compared.", example="832cd0f75b22…")
    ] = ""
    checksum_match: Annotated[
        str,
        Parameter(kind=one_of(EQUALS, NOT_EQUALS), help="Whether the checksum must be the given one.", example=EQUALS),
    ] = EQUALS
    mode: Annotated[
        int | None,
        Parameter(kind=OCTAL, help="Mode to compare with, in octal. Left out: not compared.", example="0644"),
    ] = None
    mode_op: Annotated[
        str,
        Parameter(kind=one_of(EQUALS, NOT_EQUALS), help="Whether the mode must be the given one.", example=EQUALS),
    ] = EQUALS
    skip_missing: Annotated[
        bool, Parameter(kind=BOOLEAN, help="If false, the rule fires where the file is not there, too.", example="true")
    ] = True

    def needs(self) -> Iterable[Need]:
        """The list of files, and their digests where a checksum is given."""
        return (Need.FILES, Need.FILE_DIGESTS) if self.checksum else (Need.FILES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        file = evidence.files.get(from_root(self.filename))
        if file is None:
            if not self.skip_missing:
                yield Fired(message=f"filename={self.filename} and skip_missing=False", subject=self.filename)
            return
        parts: list[str | None] = [f"filename={self.filename}"]
        if self.checksum:
            parts.append(checksum_condition(checksum_of(evidence, file), self.checksum_match, self.checksum))
        if self.mode is not None:
            parts.append(mode_condition(file, self.mode_op, self.mode))
        holding = [part for part in parts if part is not None]
        if len(holding) == len(parts):
            yield Fired(message=" and ".join(holding), subject=self.filename)


class SuidOrGuidSet(Trigger, frozen=True, kw_only=True):
    """Fires for each file that runs as its owner or group."""

    NAME = "suid_or_guid_set"
    ALIASES = ("suid_or_sgid_set",)
    DESCRIPTION = "Fires for each file whose mode has the set-user-id or the set-group-id bit."

    allowed_paths: AllowedPaths = ()
    include_folders: Annotated[
        bool,
        Parameter(kind=BOOLEAN, help="Whether folders count, whose bit only hands their group on.", example="false"),
    ] = True

    def needs(self) -> Iterable[Need]:
        """The list of files."""
        return (Need.FILES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each file, in the order of the files."""
        for file in evidence.once(_setuid_or_setgid):
            if (self.include_folders or file.kind != "folder") and not fits_any(file.path, self.allowed_paths):
                message = f"SUID or SGID found set on file {file.path}. Mode: {oct(file.mode)}"
                yield Fired(message=message, subject=file.path)


class Capabilities(Trigger, frozen=True, kw_only=True):
    """Fires for each file that gives whoever runs it capabilities."""

    NAME = "capabilities"
    DESCRIPTION = (
        "Fires for each file with file capabilities (setcap), which give whoever runs it a part of the rights of root."
    )

    allowed_paths: AllowedPaths = ()
    denied: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Only these capabilities fire, each as a pattern. Left out: all.",
            example="cap_sys_admin,cap_setuid,cap_dac_*",
        ),
    ] = ()

    def needs(self) -> Iterable[Need]:
        """The list of files."""
        return (Need.FILES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each file, in the order of the files."""
        for file in evidence.once(_with_capabilities):
            if self._is_denied(file.capabilities) and not fits_any(file.path, self.allowed_paths):
                message = f"File capabilities found set on file {file.path}: {file.capabilities}"
                yield Fired(message=message, subject=file.path)

    def _is_denied(self, capabilities: str) -> bool:
        if not self.denied:
            return True
        names = re.findall(r"[a-z0-9_]+", capabilities.lower())
        return any(fits_any(name, self.denied) for name in names)


class WorldWritable(Trigger, frozen=True, kw_only=True):
    """Fires for each file and folder that everybody may change."""

    NAME = "world_writable"
    DESCRIPTION = (
        "Fires for each file that everybody may write, and each folder that everybody may write without the sticky bit."
    )

    allowed_paths: AllowedPaths = ()

    def needs(self) -> Iterable[Need]:
        """The list of files."""
        return (Need.FILES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each file, in the order of the files."""
        for file in evidence.once(_writable_by_all):
            if not fits_any(file.path, self.allowed_paths):
                message = f"{file.kind.capitalize()} {file.path} can be written by everybody. Mode: {oct(file.mode)}"
                yield Fired(message=message, subject=file.path)


def _written(match: ContentMatch) -> str:
    return f"{match.name}={match.regex}" if match.name and match.name != match.regex else match.regex


def _setuid_or_setgid(evidence: Evidence) -> tuple[FileEntry, ...]:
    return tuple(file for file in evidence.files.values() if file.mode & _SETUID_OR_SETGID and file.kind != "symlink")


def _with_capabilities(evidence: Evidence) -> tuple[FileEntry, ...]:
    return tuple(file for file in evidence.files.values() if file.capabilities)


def _writable_by_all(evidence: Evidence) -> tuple[FileEntry, ...]:
    return tuple(file for file in evidence.files.values() if file.mode & _WRITABLE_BY_ALL and _can_be_changed(file))


def _can_be_changed(file: FileEntry) -> bool:
    return file.kind in ("file", "hardlink") or (file.kind == "folder" and not file.mode & _STICKY)


GATE = Gate(
    name="files",
    description="Checks of the files in the image: their content, paths, checksums and modes",
    triggers=(ContentRegexMatch, NameMatch, AttributeMatch, SuidOrGuidSet, Capabilities, WorldWritable),
)
