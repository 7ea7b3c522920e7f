"""pack.pl gives an add-on of SWI-Prolog."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.functional.swipl_pack import READER
from packages.lock_files import read

CONTENT = """\
name(brush).
version('1.0.0').
author( 'A. Painter', 'painter@brush.example' ).
% requires(old).
requires(paint).
requires(prolog >= '9.1').
home('https://brush.example').
"""


def test_a_pack_has_author_and_edges():
    (fact,) = read(READER, "usr/lib/swi-prolog/pack/brush/pack.pl", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.depends) == ("swiplpack", "brush", "1.0.0", ("paint",))
    assert fact.properties == {
        "author": "A. Painter",
        "author_email": "painter@brush.example",
        "homepage": "https://brush.example",
    }


def test_a_text_without_name_is_refused():
    with pytest.raises(ReadError, match="names no pack"):
        read(READER, "pack.pl", "hello\n")
