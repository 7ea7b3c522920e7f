"""Licences in copyright files of Debian packages."""

import pytest

from mooring.packages.os.dpkg_copyright import READER
from packages.os.reading import facts_of

PATH = "usr/share/doc/libfoo1/copyright"
FORMAT = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"


def licences(text):
    facts = facts_of(READER, PATH, text)
    assert all(fact.owner == "dpkg:libfoo1" for fact in facts)
    return [licence for fact in facts for licence in fact.licenses]


def test_licence_fields_are_given_once_in_their_order():
    text = (
        FORMAT
        + "\nFiles: *\nLicense: GPL-2+\n\nFiles: x\nLicense: GPL-3+ or BSD-3-clause, and Expat\n\nLicense: GPL-2+\n text\n"
    )

    assert licences(text) == ["GPL-2+", "GPL-3+ or BSD-3-clause, and Expat"]


def test_a_name_on_the_line_below_the_field_is_found_and_a_sentence_is_not():
    text = FORMAT + "\nFiles: *\nLicense:\n Expat\n Permission ...\n\nFiles: y\nLicense: this is (c) & whatever!\n"

    assert licences(text) == ["Expat"]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("see `/usr/share/common-licenses/GPL-2'.", ["GPL-2"]),
        ("version 2 or (at your option)\n any later\n version. /usr/share/common-licenses/LGPL-2.1", ["LGPL-2.1+"]),
        ("/usr/share/common-licenses/Apache-2.0, /usr/share/common-licenses/Artistic", ["Apache-2.0", "Artistic"]),
        ("Permission is hereby granted, free of charge, to any person\nobtaining a copy of", ["Expat"]),
        ("Redistribution and use in source and binary forms, with or without. Neither the name of", ["BSD-3-clause"]),
        ("Redistribution and use in source and binary forms, with or without", ["BSD-2-clause"]),
        (
            "redistribution and use in source and binary forms. All advertising materials mentioning features",
            ["BSD-4-clause"],
        ),
        ("It is in the public domain.", ["public-domain"]),
        ("All rights reserved.", []),
    ],
)
def test_prose_is_searched_for_references_and_well_known_words(prose, expected):
    assert licences(prose) == expected


def test_only_the_copyright_of_a_package_is_asked_for():
    assert not READER.wants("usr/share/doc/libfoo1/examples/copyright")
    assert not READER.wants("opt/app/copyright")
