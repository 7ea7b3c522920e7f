"""What only support that is paid for fixes."""

from collections.abc import Callable, Iterable, Iterator

from mooring.model.advisory import Affected, Fix, FixState, VersionRange


def paid_only(rows: Iterable[Affected], base_of: Callable[[str], str], channels: frozenset[str]) -> Iterator[Affected]:
    """Where only such support brings a fix, older builds of the plain release stay vulnerable: a row for each package of which that is so.

    `base_of` gives the plain release of a channel's namespace. Nothing is said where the plain release has a row for the package, or for
    the stream of it.
    """
    paid: dict[tuple[str, str, object, str | None, tuple[str, ...]], list[Affected]] = {}
    plain = set()
    for row in rows:
        channel = row.namespace.partition("+")[2]
        if not channel:
            plain.add((row.namespace, row.name, row.module))
        elif channel in channels and row.fix.state is FixState.FIXED:
            key = (base_of(row.namespace), row.name, row.name_kind, row.module, row.vulnerabilities)
            paid.setdefault(key, []).append(row)
    for (namespace, name, _, module, vulnerabilities), group in paid.items():
        highs = dict.fromkeys(one.high for row in group for one in row.ranges if one.high)
        if not highs or (namespace, name, module) in plain or (namespace, name, None) in plain:
            continue
        places = ", ".join(dict.fromkeys(row.namespace for row in group))
        yield Affected(
            namespace=namespace,
            name=name,
            ranges=tuple(VersionRange(high=high) for high in highs),
            fix=Fix(state=FixState.WONT_FIX, note=f"fixed in {places} only"),
            name_kind=group[0].name_kind,
            vulnerabilities=vulnerabilities,
            module=module,
        )
