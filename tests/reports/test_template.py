"""A user's template sees the whole report, and can do nothing but read it."""

import msgspec
import pytest

from mooring.base.errors import UsageError
from mooring.reports.format import RenderOptions
from mooring.reports.template import FORMAT
from reports.contents import FULL
from reports.samples import HOSTILE, REPORT
from reports.verdicts.worlds import STOP
from reports.worlds import MATCHED, WILD


def rendered(template, report=REPORT):
    return b"".join(FORMAT.render(report, RenderOptions(template=template, template_name="my.j2"))).decode()


def test_a_template_sees_the_report():
    text = rendered(
        "{% for p in packages if p.type == 'deb' %}\n{{ p.name }} {{ p.version }} {{ image.size|size }}\n{% endfor %}\n"
    )

    assert text == "libssl3 3.0.11-1~deb12u2 30.0 MB\n"


def test_a_template_sees_findings_with_their_reasons():
    text = rendered(
        "{{ counts.vulnerabilities }} {{ groups[0].name }} {{ suppressed|length }} "
        "{% for m in matches if m.is_exploited %}{{ (m|package).name }} {{ (m|words)[0] }};{% endfor %}",
        MATCHED,
    )

    assert text.startswith("6 lodash 1 lodash lodash 4.17.15 is affected by CVE-2021-23337")


def test_a_loop_over_findings_that_nobody_looked_for_is_an_error():
    assert rendered("{{ findings is none }}") == "True"
    with pytest.raises(UsageError, match="'matches' is undefined"):
        rendered("{% for m in matches %}{% endfor %}")


def test_odd_findings_do_not_stop_it():
    assert rendered("{% for m in matches %}{{ m|words }}{{ m|json }}{% endfor %}", WILD)


def test_a_part_can_be_written_as_json():
    assert rendered("{{ problems[0]|json }}").startswith('{"path":"app/broken.jar"')


def test_bytes_that_are_no_text_do_not_stop_it():
    assert "\\xff" in rendered("{{ image.name }}", HOSTILE)


def test_a_template_sees_content_and_verdict():
    report = msgspec.structs.replace(FULL, verdict=STOP)

    text = rendered(
        "{{ secrets|length }} {{ verdict.action.value }} {{ dockerfile.path }} "
        "{% for s in sections if s.gaps %}{{ s.title }}: {{ s.gaps[0] }}{% endfor %}",
        report,
    )

    assert text == "3 stop build/Dockerfile Malware: yara: yara-x is not installed"


def test_secrets_that_nobody_searched_for_do_not_exist():
    with pytest.raises(UsageError, match="'secrets' is undefined"):
        rendered("{% for s in secrets %}{% endfor %}")


def test_without_a_template_the_message_says_how_to_give_one():
    with pytest.raises(UsageError, match="needs a template"):
        rendered("")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n{% for %}", "my.j2: line 2: "),
        ("a\n\n{{ nothing }}", "my.j2: line 3: 'nothing' is undefined"),
        ("{{ image.nothing }}", "has no attribute 'nothing'"),
        ("{{ 1 / 0 }}", "my.j2: line 1: division by zero"),
        ("{{ image.__class__.__mro__ }}", "unsafe|has no attribute|may only read"),
        ("{% for n in range(10000000) %}{% endfor %}", "my.j2: line 1: Range too big"),
        ("{% include 'other' %}", "my.j2: line 1: "),
    ],
)
def test_a_template_that_goes_wrong_is_told_with_its_line(template, message):
    with pytest.raises(UsageError, match=message):
        rendered(template)
