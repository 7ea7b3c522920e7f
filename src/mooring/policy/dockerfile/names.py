"""What the Dockerfile checks are called, so that a rule that names one which does not exist is refused.

The checks themselves stand in `content/dockerfile/checks`, which policy does not import; a test compares the two.
"""

from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "MD001": ("DS-0001", "DL3006", "DL3007"),
    "MD002": ("DS-0002", "DL3002"),
    "MD003": ("DS-0004",),
    "MD004": ("DS-0005", "DL3020"),
    "MD005": ("DS-0006", "DL3023"),
    "MD006": ("DS-0007", "DL4004"),
    "MD007": ("DS-0008", "DL3011", "ExposeInvalidFormat"),
    "MD008": ("DS-0009", "DL3000", "WorkdirRelativePath"),
    "MD009": ("DS-0010", "DL3004"),
    "MD010": ("DS-0011", "DL3021"),
    "MD011": ("DS-0012", "DL3024", "DuplicateStageName"),
    "MD012": ("DS-0013", "DL3003"),
    "MD013": ("DS-0014", "DL4001"),
    "MD014": ("DS-0015", "DL3032"),
    "MD015": ("DS-0016", "DL4003", "MultipleInstructionsDisallowed"),
    "MD016": ("DS-0017",),
    "MD017": ("DS-0019", "DL3040"),
    "MD018": ("DS-0020", "DL3036"),
    "MD019": ("DS-0021", "DL3014"),
    "MD020": ("DS-0022", "DL4000", "MaintainerDeprecated"),
    "MD021": ("DS-0023", "DL3012"),
    "MD022": ("DS-0024", "DL3005", "DL3035"),
    "MD023": ("DS-0025", "DL3019"),
    "MD024": ("DS-0026", "DL3057"),
    "MD025": ("DS-0027",),
    "MD026": ("DS-0029", "DL3015"),
    "MD027": ("DS-0030",),
    "MD028": ("DS-0031", "SecretsUsedInArgOrEnv"),
    "MD029": ("DL4006",),
    "MD030": (),
    "MD031": (),
    "MD032": (),
    "MD033": ("DL3042",),
    "MD034": (),
    "MD035": (),
    "MD036": (),
    "MD037": ("DL3008",),
    "MD038": ("DL3013",),
    "MD039": ("DL3016",),
    "MD040": ("DL3018",),
    "MD041": ("DL3028",),
    "MD042": ("DL3025", "JSONArgsRecommended"),
    "MD043": (),
    "MD044": ("DL3009",),
    "MD045": ("DL3027",),
    "MD046": ("DL3030", "DL3034", "DL3038"),
    "MD047": ("DL3033", "DL3037", "DL3041"),
    "MD048": ("DL3022",),
    "MD049": ("DL3001",),
    "MD050": ("LegacyKeyValueFormat",),
    "MD051": ("DL3045",),
    "MD052": (),
    "MD053": (),
    "MD054": (),
    "MD055": (),
    "MD056": (),
    "MD057": ("JSONArgsRecommended",),
    "MD058": ("DL3043",),
    "MD059": ("DL3044",),
    "MD060": ("DL3029", "FromPlatformFlagConstDisallowed"),
    "MD061": ("UndefinedArgInFrom",),
    "MD062": ("DL3046",),
    "MD063": ("DL3060",),
    "MD064": ("DL3062",),
    "MD065": ("DL3010",),
    "MD066": ("DL3047",),
    "MD067": ("NoEmptyContinuation",),
    "MD068": ("ReservedStageName",),
    "MD069": ("DL3061",),
    "MD070": (),
    "MD071": (),
    "MD072": (),
}
"""Identifier to what Trivy, hadolint and BuildKit call it."""

ONLY_ACTUAL = frozenset(
    {
        "MD001",
        "MD004",
        "MD005",
        "MD006",
        "MD010",
        "MD011",
        "MD015",
        "MD021",
        "MD043",
        "MD048",
        "MD050",
        "MD051",
        "MD052",
        "MD057",
        "MD059",
        "MD060",
        "MD061",
        "MD065",
        "MD067",
        "MD068",
        "MD069",
        "MD072",
    }
)
"""Checks that a history cannot answer."""


def normal(name: str) -> str:
    """One spelling for `AVD-DS-0002`, `DS002`, `ds-0002`."""
    text = name.strip().upper().removeprefix("AVD-")
    digits = text.removeprefix("DS").removeprefix("-")
    return f"DS-{int(digits):04d}" if text.startswith("DS") and digits.isascii() and digits.isdigit() else text


_BY_NAME: dict[str, list[str]] = {}
for _identifier, _aliases in ALIASES.items():
    for _name in (_identifier, *_aliases):
        _BY_NAME.setdefault(normal(_name), []).append(_identifier)


def identifiers_of(name: str) -> tuple[str, ...]:
    """The checks that a name or alias means; none where nothing is called so."""
    return tuple(_BY_NAME.get(normal(name), ()))


def known_names() -> tuple[str, ...]:
    """Every name that a rule may write."""
    return tuple(name for identifier, aliases in ALIASES.items() for name in (identifier, *aliases))
