"""The opam format, as far as packages need it."""

import pytest

from mooring.packages.functional.ocaml.opam_format import fields_of, needs_of, pinned_version, scope_of, strings_of

TEXT = '''\
opam-version: "2.0"
description: """
depends: [ "no" ]
"""
license: ["MIT" "ISC"] # two
depends: [
  "ocaml" {>= "4.08"}
  "dune" {build & = "3.0"} # "comment"
  ("a" | "b")
]
depends: ["second"]
'''


def test_long_texts_are_passed_over_and_the_first_field_holds():
    fields = fields_of(TEXT)

    assert strings_of(fields, "license") == ("MIT", "ISC")
    assert {"ocaml", "dune", "a", "b"} <= set(needs_of(fields))
    assert set(needs_of(fields)).isdisjoint({"no", "second", "4.08"})


@pytest.mark.parametrize(
    ("needed", "version"),
    [('= "1.0"', "1.0"), ('with-test & = "1.0"', "1.0"), ('>= "1.0"', ""), ('!= "1.0"', ""), ("", "")],
)
def test_only_equality_pins(needed, version):
    assert pinned_version(needed) == version


@pytest.mark.parametrize(
    ("needed", "scope"), [("with-test", "test"), ("with-doc", "dev"), ("build", "build"), ('= "1"', "runtime")]
)
def test_flags_give_the_scope(needed, scope):
    assert scope_of(needed) == scope
