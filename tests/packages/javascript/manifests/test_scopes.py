"""Scopes by reachability."""

from mooring.packages.javascript.manifests.scopes import scopes_of


def test_the_strongest_scope_wins_and_optional_edges_weaken_it():
    direct = {"runtime": ["a"], "dev": ["d"]}
    edges = {"a": ["b"], "d": ["b", "e"]}
    optional = {"a": ["o"], "d": ["p"]}

    assert scopes_of(direct, edges, optional) == {
        "a": "runtime",
        "b": "runtime",
        "o": "optional",
        "d": "dev",
        "e": "dev",
        "p": "dev",
    }


def test_a_circle_ends():
    assert scopes_of({"runtime": ["a"]}, {"a": ["b"], "b": ["a"]}, {}) == {"a": "runtime", "b": "runtime"}
