"""Content facts can be put in order, whatever of them is known."""

from mooring.model.evidence.content import Secret, Surface


def test_secrets_are_ordered_by_place_and_then_by_all_that_is_known():
    secrets = [
        Secret(place="/b", rule="r"),
        Secret(place="/a", rule="r", surface=Surface.SHADOWED),
        Secret(place="/a", rule="r", is_valid=False),
        Secret(place="/a", rule="r"),
    ]

    assert sorted(secrets) == sorted([secrets[2], secrets[0], secrets[3], secrets[1]])
    assert [secret.place for secret in sorted(secrets)] == ["/a", "/a", "/a", "/b"]


def test_surfaces_have_an_order():
    assert sorted(Surface)[0] is Surface.CONFIG
