"""`mooring explain` answers "why is this reported?" and "why is that not?" in sentences, for everything that can be asked."""

import json
import re

import pytest

from journeys.advisories import (
    AT_THE_TIME,
    CONDA,
    ELSEWHERE,
    FIXED_BELOW,
    HAS_FIX,
    IN_KERNEL,
    IN_LANGUAGE,
    LANGUAGE_ADVISORY,
    NOT_AFFECTED,
    OWNED,
    WITHDRAWN,
    WITHOUT_FIX,
    build,
    debian,
)
from journeys.running import inside


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A home with a database and an image."""
    place = tmp_path_factory.mktemp("explain")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian(more={"opt/conda/conda-meta/zlib-1.2.13-h1.json": CONDA}).docker_archive())
    return place


def explained(folder, finding, *more, code=0):
    ended = inside("explain", finding, "app.tar", "-q", *more, folder=folder, extra=AT_THE_TIME)
    assert (ended.code, ended.messages if not code else "") == (code, "")
    return ended


def heads(text):
    """The lines that begin a part."""
    return [line.partition("  [")[0] for line in text.splitlines() if line and not line.startswith(" ")]


def test_a_finding_is_told_for_each_package_that_has_it(folder):
    out = explained(folder, FIXED_BELOW).out

    assert sorted(heads(out)) == [
        f"reported: {FIXED_BELOW} in libssl3 3.0.11-1~deb12u1",
        f"reported: {FIXED_BELOW} in openssl 3.0.11-1~deb12u1",
    ]
    assert (
        f"  libssl3 3.0.11-1~deb12u1 is affected by {FIXED_BELOW}: Debian security tracker (debian:12, source package openssl, "
        f"{FIXED_BELOW}) says that versions < 3.0.15-1~deb12u1 are affected; 3.0.11-1~deb12u1 is lower in dpkg order.\n"
        "  Fixed in 3.0.15-1~deb12u1 since 2025-02-01 by DSA-5999-1.\n"
        "  Severity high, as debian says; risk 82.5 of 100.\n"
        "  It is exploited, by ransomware too: the catalogue of CISA lists it since 2024-12-10. Due 2024-12-24. Apply the update.\n"
        "  EPSS: a chance of 91.2% to be exploited within 30 days, higher than 99% of all (of 2025-02-18).\n"
        "  Found in /var/lib/dpkg/status of layer 0 (reader dpkg).\n" in out
    )


def test_one_package_can_be_asked_for(folder):
    assert heads(explained(folder, f"{FIXED_BELOW}@libssl3").out) == [
        f"reported: {FIXED_BELOW} in libssl3 3.0.11-1~deb12u1"
    ]


def test_a_source_package_means_its_packages(folder):
    assert len(heads(explained(folder, f"{FIXED_BELOW}@openssl").out)) == 2


def test_what_has_no_fix_says_why(folder):
    assert "There is no fix yet (no-dsa: Minor issue)." in explained(folder, f"{WITHOUT_FIX}@libssl3").out


@pytest.mark.parametrize("name", [IN_LANGUAGE, LANGUAGE_ADVISORY, LANGUAGE_ADVISORY.lower(), IN_LANGUAGE.lower()])
def test_every_name_of_a_vulnerability_leads_to_it(name, folder):
    out = explained(folder, name).out

    assert heads(out) == [f"reported: {IN_LANGUAGE} in left-pad 1.3.0"]
    assert f"is affected by {IN_LANGUAGE} (also {LANGUAGE_ADVISORY})" in out


def test_an_erratum_leads_to_what_it_fixes(folder):
    out = explained(folder, "DSA-5999-1").out

    assert heads(out)[0].startswith(f"reported: {FIXED_BELOW} in ")
    assert out.startswith(explained(folder, FIXED_BELOW).out)


def test_the_id_of_a_finding_leads_to_that_one(folder):
    first = re.search(r"libssl3 .*\[([0-9a-f]{16})\]", explained(folder, FIXED_BELOW).out)[1]

    assert heads(explained(folder, first).out) == [f"reported: {FIXED_BELOW} in libssl3 3.0.11-1~deb12u1"]


def test_a_report_can_be_asked_instead_of_the_image(folder):
    inside("scan", "app.tar", "-q", "-o", "json=report.json", folder=folder, extra=AT_THE_TIME)

    ended = inside("explain", IN_LANGUAGE, "report.json", "-q", folder=folder, extra=AT_THE_TIME)

    assert ended.out == explained(folder, IN_LANGUAGE).out


def test_a_version_that_has_the_fix_is_not_reported(folder):
    out = explained(folder, f"{HAS_FIX}@libssl3").out

    assert out == (
        "not reported:\n"
        f"  {HAS_FIX} in libssl3 3.0.11-1~deb12u1: the installed version has the fix; debian (debian:12, {HAS_FIX}) says that versions "
        "< 3.0.9-1 are affected; 3.0.11-1~deb12u1 is not lower in dpkg order.\n"
    )


def test_what_the_feed_says_is_not_affected_is_not_reported(folder):
    assert explained(folder, f"{NOT_AFFECTED}@libssl3").out == (
        "not reported:\n"
        f"  {NOT_AFFECTED} in libssl3 3.0.11-1~deb12u1: the feed says that this package is not affected; "
        f"debian (debian:12, {NOT_AFFECTED}).\n"
    )


def test_files_of_the_distribution_are_judged_by_its_feed(folder):
    out = explained(folder, OWNED).out

    assert heads(out) == [f"suppressed: {OWNED} in Jinja2 3.1.2", "not reported:"]
    assert "debian:12 says that python3-jinja2 3.1.2-1+deb12u1, which owns the files, has the fix." in out
    assert "never spoken" not in out
    assert f"  {OWNED} in python3-jinja2 3.1.2-1+deb12u1: the installed version has the fix; debian" in out


@pytest.mark.parametrize("name", ["Jinja2", "jinja2", "JINJA2"])
def test_the_case_of_a_packages_name_does_not_matter(name, folder):
    assert f"suppressed: {OWNED} in Jinja2 3.1.2" in explained(folder, f"{OWNED}@{name}").out


def test_headers_of_the_kernel_run_none(folder):
    out = explained(folder, IN_KERNEL).out

    assert heads(out) == [f"suppressed: {IN_KERNEL} in linux-libc-dev 6.1.90-1"]
    assert "Not counted, by the rule kernel: headers of the kernel hold no code of it" in out


def test_another_release_and_a_package_that_is_not_there(folder):
    assert explained(folder, ELSEWHERE).out == (
        f"not reported: no package of this image has a name that an advisory about {ELSEWHERE} uses.\n"
        f"  {ELSEWHERE} is about putty (debian:11).\n"
    )


def test_another_distribution_is_not_consulted(folder):
    out = explained(folder, f"{FIXED_BELOW}@libssl3", "--distro", "debian:11").out

    assert out == (
        "not reported:\n"
        f"  {FIXED_BELOW} in libssl3 3.0.11-1~deb12u1: the namespace does not speak about packages of this image (debian:12 speaks about "
        "another package of this name).\n"
    )


def test_a_withdrawn_advisory_says_when_it_was_taken_back(folder):
    out = explained(folder, WITHDRAWN).out

    assert f"{WITHDRAWN}: the advisory was withdrawn (taken back on 2024-06-03); github (" in out


def test_an_exception_tells_who_made_it_and_until_when(folder):
    (folder / "accepted.yaml").write_text(
        f"exceptions:\n  - {{id: EX-1, vulnerability: {IN_LANGUAGE}, reason: no attacker gets here, owner: ada, expires: 2025-12-31}}\n"
    )

    out = explained(folder, IN_LANGUAGE, "--exceptions", "accepted.yaml").out

    assert heads(out) == [f"suppressed: {IN_LANGUAGE} in left-pad 1.3.0"]
    assert (
        "Not counted, by the exception EX-1 of ada in accepted.yaml, until 2025-12-31: no attacker gets here.\n" in out
    )


@pytest.mark.parametrize(
    ("finding", "message", "hint"),
    [
        ("CVE-1999-1", "neither the image nor the full database of 2025-02-19 knows 'CVE-1999-1'", "mooring db status"),
        ("", "neither the image nor the full database of 2025-02-19 knows ''", "mooring db status"),
        ("openssl", "knows 'openssl'", "that is a package; name a vulnerability in it, like CVE-2024-1234@openssl"),
        (f"{FIXED_BELOW}@opensll", "the image has no package 'opensll'", "did you mean 'openssl'?"),
        (f"{FIXED_BELOW}@nginx-of-mine", "the image has no package 'nginx-of-mine'", "`mooring sbom` lists"),
        ("CVE-2024-9\x1b[31m0001", r"knows 'CVE-2024-9\x1b[31m0001'", "mooring db status"),
    ],
)
def test_what_nobody_knows_is_an_error_with_a_hint(finding, message, hint, folder):
    ended = explained(folder, finding, code=3)

    assert ended.out == ""
    assert message in ended.messages.splitlines()[0]
    assert hint in ended.messages.splitlines()[1]


@pytest.mark.parametrize("option", [("-o", "json"), ("--fail-on", "high")])
def test_what_explain_does_not_do_is_refused(option, folder):
    ended = explained(folder, FIXED_BELOW, *option, code=2)

    assert ended.messages.startswith("error: explain tells in words; it writes no report and stops no pipeline\n")


def test_no_finding_lacks_its_explanation(folder):
    """Of a mixed report: source, date, name, constraint and comparison, fix, severity and its source, for each match."""
    from mooring.model.codec import from_json
    from mooring.reports.findings.words import in_words

    ended = inside("scan", "app.tar", "-q", "-o", "json", folder=folder, extra=AT_THE_TIME)
    report = from_json(ended.out.encode())
    packages = {package.id: package for package in report.inventory.packages}
    feeds = {feed.name for feed in report.findings.database.feeds}

    assert len(report.findings.matches) == 7
    for match in report.findings.matches:
        package = packages[match.package]
        for reason in match.reasons:
            assert reason.source.feed in feeds
            assert reason.source.id
            assert reason.source.modified or reason.source.captured or reason.source.feed == "debian"
            assert reason.name in (package.name.lower(), package.source_name)
            assert reason.version
            assert reason.scheme
            assert reason.constraint or match.vulnerability.id == WITHOUT_FIX
        assert match.fix.versions or match.fix.state.value == "not-fixed"
        assert match.severity.value != "unknown"
        assert match.severity_source in feeds
        assert package.locations
        text = in_words(match, package, report.findings.database.feeds)
        assert all(line.endswith((".", ")")) and line[0] == line[0].strip() for line in text)
        assert any(line.startswith(("Fixed in", "There is no fix yet")) for line in text)
        asked = inside("explain", match.id, "app.tar", "-q", folder=folder, extra=AT_THE_TIME)
        assert (asked.code, asked.out.count(match.id)) == (0, 1)


def test_the_explanation_is_in_the_report_too(folder):
    ended = inside("scan", "app.tar", "-q", "-o", "json", folder=folder, extra=AT_THE_TIME)

    for match in json.loads(ended.out)["findings"]["matches"]:
        assert match["reasons"][0]["source"]["id"]
        assert match["reasons"][0]["namespace"] in ("debian:12", "npm", "pypi")
