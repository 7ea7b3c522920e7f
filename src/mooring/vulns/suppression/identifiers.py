"""What a vulnerability is called."""

from mooring.model.match import Match


def identifiers_of(match: Match) -> frozenset[str]:
    """Every identifier of the match's vulnerability, in upper case; the errata that fix it are none."""
    return frozenset(name.upper() for name in (match.vulnerability.id, *match.vulnerability.aliases))
