"""Checksum and mode of one file against what a rule says."""

from mooring.model.files import FileEntry
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError
from mooring.policy.parameter import BadParameter, ParameterKind

EQUALS, NOT_EQUALS = "equals", "not_equals"
_NO_CHECKSUM = "DIRECTORY_OR_OTHER"
"""What Anchore has in place of a checksum for what is no regular file."""
_MODE_BITS = 0o7777


def _octal(text: str) -> int:
    digits = text.strip().lower().removeprefix("0o")
    if not digits or len(digits) > 8 or any(digit not in "01234567" for digit in digits):
        raise BadParameter(f"is {text!r}; expected a mode in octal digits", hint="write it as chmod takes it: 0644")
    return int(digits, 8)


OCTAL = ParameterKind(
    name="octal",
    parse=_octal,
    description="A file mode in octal digits",
    schema={"type": "string", "pattern": "^\\s*(0o)?[0-7]+\\s*$"},
    python="int",
)


def checksum_of(evidence: Evidence, file: FileEntry) -> str:
    """SHA-256 of the file; of the file that a hard link is another name of. Raises RuleError where it was not computed."""
    if file.sha256:
        return file.sha256
    if file.kind == "hardlink":
        target = evidence.files.get(f"/{file.link_target.lstrip('/')}")
        if target is not None and target.sha256:
            return target.sha256
    elif file.kind != "file":
        return _NO_CHECKSUM
    raise RuleError(f"{file.path} has no checksum in this report; scan again with file digests")


def checksum_condition(found: str, operator: str, specified: str) -> str | None:
    """The part of the message where the condition holds; None where it does not."""
    is_equal = found.lower() == specified.strip().lower()
    if is_equal is not (operator == EQUALS):
        return None
    return f"checksum={found} op={operator} specified_checksum={specified}"


def mode_condition(file: FileEntry, operator: str, specified: int) -> str | None:
    """The part of the message where the condition holds; None where it does not. Permission bits with setuid, setgid and sticky count."""
    found = file.mode & _MODE_BITS
    if (found == specified & _MODE_BITS) is not (operator == EQUALS):
        return None
    return f"mode={oct(found)} op={operator} specified_mode={oct(specified)}"
