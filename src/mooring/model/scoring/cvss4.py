"""CVSS 4.0 scores. Specification 8.2 "Scoring using MacroVectors and interpolation" and its tables; metrics come in checked.

A vector falls into one of 270 MacroVectors, each with a score. From there it is moved towards the next lower ones by how far it lies
from the worst vector of its own. Distances are whole tenths and the mean is a fraction, so nothing depends on floating point.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

_IMPACT = ("H", "L", "N")
METRICS: dict[str, tuple[str, ...]] = {
    "AV": ("N", "A", "L", "P"), "AC": ("L", "H"), "AT": ("N", "P"), "PR": ("N", "L", "H"), "UI": ("N", "P", "A"),
    "VC": _IMPACT, "VI": _IMPACT, "VA": _IMPACT, "SC": _IMPACT, "SI": _IMPACT, "SA": _IMPACT,
    "E": ("X", "A", "P", "U"), "CR": ("X", "H", "M", "L"), "IR": ("X", "H", "M", "L"), "AR": ("X", "H", "M", "L"),
    "MAV": ("X", "N", "A", "L", "P"), "MAC": ("X", "L", "H"), "MAT": ("X", "N", "P"), "MPR": ("X", "N", "L", "H"),
    "MUI": ("X", "N", "P", "A"), "MVC": ("X", *_IMPACT), "MVI": ("X", *_IMPACT), "MVA": ("X", *_IMPACT),
    "MSC": ("X", *_IMPACT), "MSI": ("X", "S", *_IMPACT), "MSA": ("X", "S", *_IMPACT),
    "S": ("X", "N", "P"), "AU": ("X", "N", "Y"), "R": ("X", "A", "U", "I"), "V": ("X", "D", "C"), "RE": ("X", "L", "M", "H"),
    "U": ("X", "Clear", "Green", "Amber", "Red"),
}  # fmt: skip
"""Values of every metric (tables 1 to 22), worst first."""
_BASE = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")

_SCORES: dict[str, str] = {
    "000": "100 99 98 95 95 92 100 96 93 87 91 81 93 90 89 80 81 68",
    "001": "98 95 95 92 90 84 93 92 89 81 81 65 88 80 78 70 69 48",
    "002": "92 82 72 79 69 50 69 55 27",
    "010": "99 97 95 92 92 85 95 91 90 83 84 71 92 81 82 71 72 53",
    "011": "95 93 92 85 85 73 92 82 80 72 70 59 84 70 71 52 50 30",
    "012": "86 75 52 71 52 29 63 29 17",
    "100": "98 95 94 87 91 81 94 89 86 74 77 64 87 75 74 63 63 49",
    "101": "94 89 88 77 76 67 86 76 74 58 59 50 72 57 57 52 52 25",
    "102": "83 70 54 65 58 26 53 21 13",
    "110": "95 90 88 76 76 70 90 77 75 62 61 53 77 66 68 59 52 30",
    "111": "89 78 76 67 62 58 74 59 57 57 47 23 61 52 57 29 24 16",
    "112": "71 59 30 58 26 15 23 13 6",
    "200": "93 87 86 72 75 58 86 74 74 61 56 34 70 54 52 40 40 22",
    "201": "85 75 74 55 62 51 72 57 55 41 46 19 53 36 34 19 19 8",
    "202": "64 51 20 47 21 11 24 9 4",
    "210": "88 75 73 53 60 50 73 55 59 40 41 20 54 43 45 22 20 11",
    "211": "75 55 58 45 40 21 61 51 48 18 20 9 46 18 17 7 8 2",
    "212": "53 24 14 24 12 5 10 3 1",
}
"""EQ1, EQ2 and EQ3 to tenths of the score, ordered by EQ4, EQ5, EQ6; where EQ3 is 2, EQ6 is always 1."""


def _table() -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    for key, row in _SCORES.items():
        eq1, eq2, eq3 = map(int, key)
        places = product(range(3), range(3), (1,) if eq3 == 2 else range(2))
        for (eq4, eq5, eq6), tenths in zip(places, row.split(), strict=True):
            found[eq1, eq2, eq3, eq4, eq5, eq6] = int(tenths)
    return found


_TABLE = _table()
_WORST_1 = {0: ("NNN",), 1: ("ANN", "NLN", "NNP"), 2: ("PNN", "ALP")}
"""AV, PR, UI of the worst vectors of each level of EQ1; so below."""
_WORST_2 = {0: ("LN",), 1: ("HN", "LP")}
_WORST_36 = {
    (0, 0): ("HHHHHH",),
    (0, 1): ("HHLMMH", "HHHMMM"),
    (1, 0): ("LHHHHH", "HLHHHH"),
    (1, 1): ("LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"),
    (2, 1): ("LLLHHH",),
}
_WORST_4 = {0: ("HSS",), 1: ("HHH",), 2: ("LLL",)}
_DEPTH_1 = {0: 1, 1: 4, 2: 5}
_DEPTH_2 = {0: 1, 1: 2}
_DEPTH_36 = {(0, 0): 7, (0, 1): 6, (1, 0): 8, (1, 1): 8, (2, 1): 10}
_DEPTH_4 = {0: 6, 1: 5, 2: 4}
_LEVELS = {
    "AV": "NALP", "PR": "NLH", "UI": "NPA", "AC": "LH", "AT": "NP", "VC": "HLN", "VI": "HLN", "VA": "HLN", "SC": "SHLN",
    "SI": "SHLN", "SA": "SHLN", "CR": "HML", "IR": "HML", "AR": "HML",
}  # fmt: skip
"""Each step is one tenth."""


def base_score(metrics: Mapping[str, str]) -> float:
    """CVSS-B: the score of the base metrics, the others at their defaults."""
    return full_score({name: metrics[name] for name in _BASE})


def full_score(metrics: Mapping[str, str]) -> float:
    """CVSS-BTE: with the threat and environmental metrics that are given."""
    values = {name: _effective(metrics, name) for name in _LEVELS}
    if all(values[name] == "N" for name in ("VC", "VI", "VA", "SC", "SI", "SA")):
        return 0.0
    exploited = metrics.get("E", "X")
    place = _macro_vector(values, {"X": 0, "A": 0, "P": 1, "U": 2}[exploited])
    score = Fraction(_TABLE[place])
    moves = _moves(place, values)
    if moves:
        score -= sum(moves, Fraction(0)) / len(moves)
    return min(max(int(score + Fraction(1, 2)), 0), 100) / 10


def _effective(metrics: Mapping[str, str], name: str) -> str:
    """The modified metric where it is set, else the base metric; the worst where there is neither."""
    value = metrics.get(f"M{name}", "X")
    value = metrics.get(name, "X") if value == "X" else value
    return _LEVELS[name][0] if value == "X" else value


def _macro_vector(values: Mapping[str, str], eq5: int) -> tuple[int, int, int, int, int, int]:
    """Tables 24 to 29."""
    easy = [values["AV"] == "N", values["PR"] == "N", values["UI"] == "N"]
    eq1 = 0 if all(easy) else 1 if any(easy) and values["AV"] != "P" else 2
    eq2 = 0 if values["AC"] == "L" and values["AT"] == "N" else 1
    highs = {name for name in ("VC", "VI", "VA") if values[name] == "H"}
    eq3 = 0 if {"VC", "VI"} <= highs else 1 if highs else 2
    later = {values[name] for name in ("SC", "SI", "SA")}
    eq4 = 0 if "S" in later else 1 if "H" in later else 2
    eq6 = 0 if any(values[need] == "H" for need, name in _REQUIREMENTS if name in highs) else 1
    return eq1, eq2, eq3, eq4, eq5, eq6


_REQUIREMENTS = (("CR", "VC"), ("IR", "VI"), ("AR", "VA"))


def _moves(place: tuple[int, int, int, int, int, int], values: Mapping[str, str]) -> list[Fraction]:
    """How far each set of metrics draws the score towards its next lower MacroVector, in tenths, for those that have one."""
    eq1, eq2, eq3, eq4, eq5, eq6 = place
    lower_36 = {(0, 0): ((0, 1), (1, 0)), (0, 1): ((1, 1),), (1, 0): ((1, 1),), (1, 1): ((2, 1),), (2, 1): ()}[eq3, eq6]
    candidates = (
        ([(eq1 + 1, eq2, eq3, eq4, eq5, eq6)], ("AV", "PR", "UI"), _WORST_1[eq1], _DEPTH_1[eq1]),
        ([(eq1, eq2 + 1, eq3, eq4, eq5, eq6)], ("AC", "AT"), _WORST_2[eq2], _DEPTH_2[eq2]),
        (
            [(eq1, eq2, one, eq4, eq5, other) for one, other in lower_36],
            ("VC", "VI", "VA", "CR", "IR", "AR"),
            _WORST_36[eq3, eq6],
            _DEPTH_36[eq3, eq6],
        ),
        ([(eq1, eq2, eq3, eq4 + 1, eq5, eq6)], ("SC", "SI", "SA"), _WORST_4[eq4], _DEPTH_4[eq4]),
        ([(eq1, eq2, eq3, eq4, eq5 + 1, eq6)], (), ("",), 1),
    )
    found = []
    for lower, names, worst, depth in candidates:
        scores = [_TABLE[one] for one in lower if one in _TABLE]
        if scores:
            found.append(Fraction((_TABLE[place] - max(scores)) * _distance(names, worst, values), depth))
    return found


def _distance(names: tuple[str, ...], worst: tuple[str, ...], values: Mapping[str, str]) -> int:
    """Steps from the first of the worst vectors that is nowhere milder than this one."""
    for one in worst:
        steps = [
            _LEVELS[name].index(values[name]) - _LEVELS[name].index(level)
            for name, level in zip(names, one, strict=True)
        ]
        if all(step >= 0 for step in steps):
            return sum(steps)
    return 0
