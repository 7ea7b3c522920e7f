"""Sections on a page."""

import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.html import FORMAT
from reports.contents import CONTENT, CONTENTS, FULL


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


def test_a_section_is_a_heading_with_its_counts_and_a_table():
    page = rendered(FULL)

    assert "<h2>Secrets <small>3 found (1 critical, 2 high) · 1 accepted</small></h2>" in page
    assert '<tr><td><span class="pill critical">critical</span><td><b>npm access token</b><td class="p">/root' in page
    assert "accepted: 1 finding, kept and not counted" in page


def test_an_engine_that_did_not_run_is_in_a_box():
    assert '<div class="banner loud"><b>Not complete</b><ul><li>yara: yara-x is not installed</ul>' in rendered(FULL)


def test_what_is_not_known_is_never_drawn_as_clean():
    page = rendered(CONTENTS["unknown"])

    assert "<h2>Malware <small>NOT KNOWN</small></h2>" in page
    assert "none found" not in page


def test_what_was_searched_in_vain_is_a_line():
    assert '<li>Secrets: <b class="good">none found</b>' in rendered(CONTENTS["spotless"])


def test_long_tables_are_folded():
    content = msgspec.structs.replace(CONTENT, secrets=CONTENT.secrets[:1] * 3000)
    report = msgspec.structs.replace(FULL, inventory=msgspec.structs.replace(FULL.inventory, content=content))

    pieces = list(FORMAT.render(report, RenderOptions()))

    assert "<details><summary>2,975 more</summary>" in b"".join(pieces).decode()
    assert max(map(len, pieces)) < 100_000


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_of_the_image_becomes_markup(name):
    page = rendered(CONTENTS[name])

    assert "<b>&" not in page and "</script><b>" not in page
    assert page.count("<script>") == 1 and page.count("</script>") == 1
