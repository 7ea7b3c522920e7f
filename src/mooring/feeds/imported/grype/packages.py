"""What a package's record says: versions, fixes and conditions. It does not name the package: many share one record."""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, objects, text, texts
from mooring.feeds.imported.grype.constraints import Constraint, read_constraint, scheme_of_type
from mooring.model.advisory import Affected, Fix, FixState, VersionRange
from mooring.vulns.building.bounds import scheme_of_namespace

ROOTIO = "rootio"
"""The repository that stands for Root's builds, which alone its records are about."""
MAX_RANGES = 5_000
_STATES = {"fixed": FixState.FIXED, "not-fixed": FixState.NOT_FIXED, "wont-fix": FixState.WONT_FIX}
_ANY_ARCHITECTURE = frozenset({"", "src", "binary-no-arch-specified"})


class PackageRecord(msgspec.Struct, frozen=True):
    """Rows without namespace and name, and the ranges that could not be read."""

    rows: tuple[Affected, ...]
    odd: tuple[str, ...] = ()


def read_package_record(content: bytes, namespace: str, *, is_negative: bool) -> PackageRecord:
    """The rows of a record. `is_negative`: it stands among what is not affected. Raises ReadError where it is no record."""
    record = json_object(content)
    base = _conditions(record)
    own = scheme_of_namespace(namespace)
    found: dict[Fix, list[Constraint]] = {}
    never, odd, count = False, [], 0
    for count, item in enumerate(objects(record, "ranges"), start=1):
        if count > MAX_RANGES:
            raise ReadError(f"has more than {MAX_RANGES} ranges")
        version, fix = inner(item, "version"), inner(item, "fix")
        expression = text(version, "constraint")
        try:
            constraint = read_constraint(expression, own if own != "loose" else scheme_of_type(text(version, "type")))
        except ReadError as error:
            odd.append(error.message)
            continue
        if constraint.is_never or text(fix, "state") == "not-affected":
            never = True
        else:
            found.setdefault(Fix() if is_negative else _fix(fix), []).append(constraint)
    if not count:
        raise ReadError("has no ranges")
    rows = [_row(base, fix, constraints, is_negative=is_negative) for fix, constraints in found.items()]
    if never and not rows and not odd:
        rows.append(msgspec.structs.replace(base, is_negative=True))
    return PackageRecord(tuple(rows), tuple(odd))


def _row(base: Affected, fix: Fix, constraints: list[Constraint], *, is_negative: bool) -> Affected:
    is_everything = any(not each.ranges and not each.versions for each in constraints)
    ranges: dict[VersionRange, None] = {}
    versions: dict[str, None] = {}
    for each in () if is_everything else constraints:
        ranges.update(dict.fromkeys(each.ranges))
        versions.update(dict.fromkeys(each.versions))
    return msgspec.structs.replace(
        base, ranges=tuple(ranges), versions=tuple(versions), fix=fix, is_negative=is_negative
    )


def _fix(fix: JsonObject) -> Fix:
    version = text(fix, "version")
    detail = inner(fix, "detail")
    state = _STATES.get(text(fix, "state"), FixState.UNKNOWN)
    return Fix(
        state=state,
        versions=(version,) if version and state is FixState.FIXED else (),
        date=clamped(text(inner(detail, "available"), "date"))[:10],
        advisories=tuple(
            dict.fromkeys(
                name for item in objects(detail, "references") if (name := text(item, "id") or text(item, "url"))
            )
        ),
    )


def _conditions(record: JsonObject) -> Affected:
    qualifiers = inner(record, "qualifiers")
    module = qualifiers.get("rpm_modularity")
    architecture = text(qualifiers, "architecture")
    return Affected(
        namespace="",
        name="",
        module=module.strip() if isinstance(module, str) else None,
        architectures=() if architecture in _ANY_ARCHITECTURE else (architecture,),
        platforms=tuple(texts(qualifiers, "platform_cpes")),
        symbols=tuple(dict.fromkeys(_symbols(qualifiers))),
        repository=ROOTIO if qualifiers.get("rootio") is True else "",
        vulnerabilities=tuple(texts(record, "cves")),
    )


def _symbols(qualifiers: JsonObject) -> Iterator[str]:
    """Go: the functions of each import path, or the path where no function is named."""
    for item in objects(qualifiers, "go_imports"):
        path = text(item, "path")
        symbols = texts(item, "symbols")
        if path:
            yield from (f"{path}#{symbol}" for symbol in symbols) if symbols else (path,)
