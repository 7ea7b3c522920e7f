"""Gate `retrieved_files`: files of the image that were kept whole.

Deviations from Anchore Engine: `content_regex` looks at lines, and the expression may stand anywhere in one (Anchore tried white-space
separated words, so that an expression of several words never matched). `content_not_available` fires once, also where nothing at all was
kept. A file that the image has and that was not kept makes `content_regex` fail; it never passes for lack of the file.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.content.asked import from_root, retrieved_file
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, Trigger
from mooring.policy.parameter import REGEX, WORD, Parameter, one_of
from mooring.policy.regex import compile_regex

_MATCH, _NO_MATCH = "match", "no_match"

Path = Annotated[str, Parameter(kind=WORD, help="Full path of the file.", example="/etc/httpd.conf")]


class ContentNotAvailable(Trigger, frozen=True, kw_only=True):
    """Fires where the file was not kept: for whatever reason, also where nobody looked."""

    NAME = "content_not_available"
    DESCRIPTION = "Fires if the file was not kept: the image has none, it is too large, or it was not asked for."

    path: Path

    def retrieves(self) -> Iterable[str]:
        """The file."""
        return (self.path,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        if all(file.path != from_root(self.path) for file in evidence.content.retrieved):
            yield Fired(message="Cannot locate file in the image analysis", subject=self.path)


class ContentRegex(Trigger, frozen=True, kw_only=True):
    """Fires where a line of the file has, or no line has, what the expression says."""

    NAME = "content_regex"
    DESCRIPTION = (
        "Fires if the expression is found in a line of the file (check=match), or in none (check=no_match). A file that the image does not "
        "have fires neither way: use content_not_available for that."
    )

    path: Path
    check_: Annotated[
        str,
        Parameter(
            kind=one_of(_MATCH, _NO_MATCH),
            name="check",
            help="Whether the rule fires where a line matches or where none does.",
            example=_MATCH,
        ),
    ]
    regex: Annotated[
        str,
        Parameter(
            kind=REGEX,
            is_regex=True,
            help="Expression to look for in each line; anchor it with ^ where it must stand at the start.",
            example=r"^\s*SSLEnabled\b",
        ),
    ]

    def needs(self) -> Iterable[Need]:
        """Retrieved files."""
        return (Need.RETRIEVED_FILES,)

    def retrieves(self) -> Iterable[str]:
        """The file."""
        return (self.path,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        file = retrieved_file(evidence, self.path)
        if file is None:
            return
        regex = compile_regex(self.regex)
        is_found = any(regex.is_found_in(line) for line in file.text.splitlines())
        if is_found is (self.check_ == _MATCH):
            message = f"Content regex '{self.regex}' check '{self.check_}' found in retrieved file '{self.path}'"
            yield Fired(message=message, trigger_id=f"{self.rule_id}+file://{self.path}", subject=self.path)


GATE = Gate(
    name="retrieved_files",
    description="Checks of the content of files that were kept while the image was scanned",
    triggers=(ContentNotAvailable, ContentRegex),
)
