"""Licences come from the expression, else the name and exact classifiers, else what little there is."""

import pytest

from mooring.packages.python.standards.licenses import licenses_of

OSI = "License :: OSI Approved :: "


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"license-expression": ["MIT OR Apache-2.0"], "license": ["x"], "classifier": [OSI + "MIT License"]},
            ("MIT OR Apache-2.0",),
        ),
        ({"license": ["MIT license"], "classifier": [OSI + "MIT License"]}, ("MIT",)),
        ({"license": ["GNU LGPL"], "classifier": [OSI + "MIT License"]}, ("GNU LGPL", "MIT")),
        ({"license": ["MIT OR Apache-2.0"], "classifier": [OSI + "MIT License"]}, ("MIT OR Apache-2.0",)),
        ({"license": ["BSD"], "classifier": [OSI + "BSD License"]}, ("BSD",)),
        ({"license": ["UNKNOWN"], "classifier": [OSI + "BSD License", "Topic :: Utilities"]}, ("BSD License",)),
        ({"classifier": [OSI + "MIT License", OSI + "Apache Software License"]}, ("MIT",)),
        ({"classifier": ["License :: OSI Approved"]}, ()),
        ({"license": ["The MIT License\n\nPermission is hereby granted"]}, ("The MIT License",)),
        ({}, ()),
    ],
)
def test_the_most_exact_declaration_is_given(fields, expected):
    assert licenses_of(fields) == expected
