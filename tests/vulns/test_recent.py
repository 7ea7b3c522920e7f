"""A memory of what was read last."""

from mooring.vulns.recent import Recent


def test_what_was_not_used_for_longest_is_forgotten_first():
    recent = Recent[str, int](16)
    for name in "abcdefgh":
        recent.put(name, 1, 2)
    recent.get("a")

    recent.put("i", 1, 2)

    assert recent.get("a") == 1
    assert recent.get("b") is None


def test_what_is_too_heavy_is_not_kept():
    recent = Recent[str, int](16)

    recent.put("a", 1, 3)

    assert recent.get("a") is None


def test_putting_something_again_does_not_count_twice():
    recent = Recent[str, int](16)
    for _ in range(100):
        recent.put("a", 1, 2)

    recent.put("b", 2, 2)

    assert (1, 2) == (recent.get("a"), recent.get("b"))
