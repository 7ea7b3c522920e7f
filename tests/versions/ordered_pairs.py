"""Tables of ordered pairs: one `a < b` or `a = b` a line, made by a scheme's native tool; `#` begins a comment."""

from pathlib import Path

from mooring.versions.scheme import VersionScheme

HERE = Path(__file__).parent


def pairs_of(name: str) -> list[tuple[str, str, str]]:
    """The rows of the table of a scheme: older, `<` or `=`, newer."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split(" ")) for line in lines if line and not line.startswith("#")]
    return [(older, sign, newer) for older, sign, newer in rows]


def disagreements(scheme: VersionScheme, name: str) -> list[str]:
    """The rows that the scheme's keys put otherwise."""
    found = []
    for older, sign, newer in pairs_of(name):
        low, high = scheme.key(older), scheme.key(newer)
        if not (low < high if sign == "<" else low == high):
            found.append(f"{older} {sign} {newer}")
    return found
