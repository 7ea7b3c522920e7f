"""SBOMs, exceptions and earlier reports that lie, break off, have typos or never end: said, bounded, and nothing looks clean."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from journeys.advisories import AT_THE_TIME, BUILT, FIXED_BELOW, IN_LANGUAGE, build, debian, osv
from journeys.running import PROGRAM, environment, inside

BOM = {"bomFormat": "CycloneDX", "specVersion": "1.6"}
LEFT_PAD = {
    "type": "library",
    "name": "left-pad",
    "version": "1.3.0",
    "purl": "pkg:npm/left-pad@1.3.0",
    "bom-ref": "left",
}
TERMINAL = ("table", "csv", "markdown", "junit", "purls", "spdx-tag-value", "cyclonedx-xml", "json", "sarif", "html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A home with a database, an image and its report."""
    place = tmp_path_factory.mktemp("hostile")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    assert run(place, "scan", "app.tar", "-q", "-o", "json=report.json").code == 0
    return place


def run(folder, *arguments, extra=AT_THE_TIME):
    return inside(*arguments, folder=folder, extra=extra)


def matched(folder, content, *more):
    """`mooring match` of a document of these bytes, or of a CycloneDX document with these components."""
    if isinstance(content, list):
        content = json.dumps(BOM | {"components": content}).encode()
    (folder / "given.json").write_bytes(content)
    return run(folder, "match", "given.json", *more)


def flaws(ended):
    report = json.loads(ended.out)
    return {match["vulnerability"]["id"] for match in report["findings"]["matches"]}


def states(ended):
    return {one["subject"]: one["state"] for one in json.loads(ended.out)["findings"]["assessments"]}


# Documents.


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":',
        b'{"bomFormat":"CycloneDX","components":' + b'[{"name":"a","components":' * 3000 + b"[]" + b"}]" * 3000 + b"}",
        b"<!doctype html><title>Log in</title>",
        b"\x00" * 10_000,
        b"\xff\xfe{\x00}\x00",
        b"SPDXVersion: SPDX-9.9\n",
        b'{"spdxVersion": "SPDX-9.9", "SPDXID": "x"}',
        b'{"schema_version": "99.0", "inventory": {}}',
        b'{"inventory": 3, "schema_version": "1.0"}',
    ],
)
def test_a_document_that_is_none_or_breaks_off_is_refused(content, folder):
    ended = matched(folder, content, "-q")

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith("error: ")
    assert "given.json" in ended.messages
    assert "hint: " in ended.messages


def entities(declarations: str, use: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [{declarations}]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>'
        f'<component type="library"><name>{use}</name><version>1</version></component></components></bom>'
    ).encode()


@pytest.mark.parametrize(
    "content",
    [
        entities(
            '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)),
            "&j;",
        ),
        entities('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + b"<a>" * 50_000,
    ],
    ids=["laughs", "another file", "deep"],
)
def test_xml_is_not_expanded(content, folder):
    ended = matched(folder, content, "-q")

    assert (ended.code, ended.out) == (3, "")
    assert "root:" not in ended.messages


def limited(folder, megabytes: int, *words: str) -> subprocess.CompletedProcess[bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)

    return subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env=environment(folder, AT_THE_TIME),
        capture_output=True,
        timeout=60,
        preexec_fn=limit,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="limits address space")
def test_a_million_components_are_refused_soon_and_in_bounded_memory(tmp_path):
    rows = (f'{{"type":"library","name":"p{n}","version":"1","purl":"pkg:npm/p{n}@1"}}' for n in range(1_000_000))
    (tmp_path / "large.json").write_text(json.dumps(BOM)[:-1] + ',"components":[' + ",".join(rows) + "]}")
    before = time.monotonic()

    ended = limited(tmp_path, 3_000, "match", "large.json", "-q", "--no-cache")

    assert (ended.returncode, ended.stdout) == (3, b"")
    assert ended.stderr.decode() == (
        "error: large.json lists 1000000 components; the limit is 200000\n"
        "hint:  if you trust the document, raise scan.max_facts_per_file\n"
    )
    assert time.monotonic() - before < 30


def test_relations_that_go_in_circles_are_followed_once(folder):
    other = LEFT_PAD | {"name": "right", "purl": "pkg:npm/right@1", "bom-ref": "right"}
    links = [{"ref": "left", "dependsOn": ["right", "left"]}, {"ref": "right", "dependsOn": ["left", "nobody"]}]
    document = BOM | {"components": [LEFT_PAD, other], "dependencies": links}

    ended = matched(folder, json.dumps(document).encode(), "-q", "-o", "json")

    assert (ended.code, flaws(ended)) == (0, {IN_LANGUAGE})


@pytest.mark.parametrize("purl", ["pkg:", "npm/left-pad@1.3.0", "pkg:npm", "pkg:npm/", 3, "pkg:/a@1"])
def test_a_broken_package_url_costs_its_package_alone_and_is_said(purl, folder):
    ended = matched(
        folder, [LEFT_PAD, {"type": "library", "name": "odd", "version": "1", "purl": purl}], "-q", "-o", "json"
    )

    assert (ended.code, flaws(ended)) == (3, {IN_LANGUAGE})
    assert "is not a package URL" in json.loads(ended.out)["problems"][0]["reason"]
    assert "INCOMPLETE" in matched(folder, [LEFT_PAD, {"name": "odd", "purl": purl}], "-q").out


def test_components_of_every_wrong_kind_hide_none(folder):
    odd = [None, 3, "x", [], {}, {"name": {}}, {"name": "a", "version": []}, {"purl": {}}]

    ended = matched(folder, [*odd, LEFT_PAD], "-q", "-o", "json")

    assert flaws(ended) == {IN_LANGUAGE}


@pytest.mark.parametrize(
    "kind", ["npm", "pypi", "maven", "gem", "golang", "nuget", "composer", "deb/debian", "rpm/rhel", "apk/alpine"]
)
@pytest.mark.parametrize("version", ["1." * 5_000 + "1", "9" * 10_000, "1-" + "a." * 5_000, "~^" * 5_000, "1:" * 5_000])
def test_a_version_without_end_is_not_judged_and_does_not_look_clean(kind, version, folder):
    names = {"npm": "left-pad", "pypi": "jinja2", "deb/debian": "openssl"}
    name = names.get(kind, "name")
    purl = f"pkg:{kind}/{name}@{version.replace(':', '%3A').replace('^', '%5E')}?distro=debian-12"
    before = time.monotonic()

    ended = matched(folder, [{"type": "library", "name": name, "purl": purl}], "-q", "-o", "json")

    assert ended.code == 0
    assert set(states(ended).values()) == {"not-assessed"}
    assert time.monotonic() - before < 3


EVIL = "\x1b[2J\x1b]0;owned\x07\r\n\u202eevil\x9b31m"


@pytest.mark.parametrize("name", TERMINAL)
def test_no_name_reaches_the_terminal_as_it_is(name, folder):
    odd = [
        LEFT_PAD | {"name": f"left{EVIL}", "version": f"1{EVIL}"},
        {"type": "library", "name": EVIL, "version": EVIL, "purl": "pkg:conda/%1b%5b31mzlib%0a@1%1b%5b2J"},
        {"type": "library", "name": EVIL, "version": "1", "purl": f"pkg:{EVIL}"},
    ]

    ended = matched(folder, odd, "-o", name)

    assert "\x1b" not in ended.out + ended.messages
    assert "\x07" not in ended.out + ended.messages
    if name in ("table", "markdown", "spdx-tag-value"):
        assert all(line.isprintable() for line in ended.out.splitlines())
    assert all(line.isprintable() for line in ended.messages.splitlines())


def test_an_error_about_an_evil_name_does_not_reach_the_terminal_either(folder):
    (folder / f"x{EVIL[:4]}.json").write_text("{")
    for words in (
        ["match", f"x{EVIL[:4]}.json"],
        ["explain", EVIL, "app.tar"],
        ["scan", "app.tar", "--exceptions", EVIL],
    ):
        ended = run(folder, *words)

        assert ended.code in (2, 3)
        assert all(line.isprintable() for line in ended.messages.splitlines())


def test_what_a_feed_says_does_not_reach_the_terminal(tmp_path):
    record = osv("GHSA-aaaa-bbbb-cccc", "npm", "left-pad", "1.3.1", f"CVE-2024-1234{EVIL}")
    record |= {"summary": EVIL, "details": EVIL}
    (tmp_path / "all.jsonl").write_text(json.dumps(record))
    assert run(tmp_path, "db", "build", "--input", "github=all.jsonl", "-q").code == 0

    ends = [
        matched(tmp_path, [LEFT_PAD], "-q"),
        run(tmp_path, "explain", "GHSA-aaaa-bbbb-cccc", "given.json"),
        run(tmp_path, "db", "search", "left-pad"),
        run(tmp_path, "db", "search", "GHSA-aaaa-bbbb-cccc"),
        run(tmp_path, "db", "status"),
    ]

    for ended in ends:
        assert ended.code == 0
        assert all(line.isprintable() for line in (ended.out + ended.messages).splitlines())


def test_an_advisory_with_a_hundred_thousand_aliases_is_one_finding_of_bounded_size(tmp_path):
    aliases = [f"CVE-2024-{number:07}" for number in range(100_000)]
    (tmp_path / "all.jsonl").write_text(json.dumps(osv("GHSA-aaaa-bbbb-cccc", "npm", "left-pad", "1.3.1", *aliases)))
    before = time.monotonic()
    assert run(tmp_path, "db", "build", "--input", "github=all.jsonl", "-q").code == 0

    ended = matched(tmp_path, [LEFT_PAD], "-q", "-o", "json")

    assert ended.code == 0
    assert 1 <= len(flaws(ended)) <= 1_000
    assert len(ended.out) < 20_000_000
    assert time.monotonic() - before < 20


# Exceptions.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a table with the key 'exceptions'"),
        ("exceptions: 3", "exceptions is 3; expected a list"),
        ("exception:\n  - {vulnerability: CVE-1}", "'exception' is not a known key"),
        ("exceptions:\n  - 3", "exceptions[0] is 3; expected a table"),
        ("exceptions:\n  - {vulnerabilty: CVE-1, reason: r}", "unknown key 'vulnerabilty'"),
        ("exceptions:\n  - {vulnerability: CVE-1}", "exceptions[0] has no reason"),
        ("exceptions:\n  - {reason: r}", "exceptions[0] would accept every finding"),
        ("exceptions:\n  - {vulnerability: CVE-1, reason: r, expires: soon}", "expires is 'soon'; expected a date"),
        ("exceptions:\n  - {vulnerability: CVE-1, reason: r, expires: 2026-02-30}", "expected a date"),
        ("exceptions:\n  - {vulnerability: 'CVE-*', reason: r}", "expected one identifier"),
        ("exceptions:\n  - {vulnerability: CVE-1, reason: r, condition: {no_fixx: true}}", "unknown key 'no_fixx'"),
        ("exceptions:\n  - {vulnerability: CVE-1, reason: r, condition: {no_fix: maybe}}", "expected true or false"),
        ("exceptions:\n  - {vulnerability: CVE-1, reason: r, condition: {epss_below: 50}}", "a number from 0 to 1"),
        (
            "exceptions:\n  - {id: A, vulnerability: C, reason: r}\n  - {id: A, package: p, reason: r}",
            "two exceptions have",
        ),
        ("exceptions:\n\t- {vulnerability: CVE-1}", "given.yaml: "),
        ("exceptions: [", "given.yaml: "),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nexceptions: *c", "given.yaml: "),
        ("exceptions: " + "[" * 20_000, "given.yaml: "),
        ("!!python/object/apply:os.system [id]", "given.yaml: "),
        ("\x00\x01", "given.yaml: "),
        ("<!doctype html><title>Log in</title>", "given.yaml: "),
    ],
)
def test_an_exception_file_with_a_typo_is_refused_as_a_whole(text, message, folder):
    (folder / "given.yaml").write_text(text)

    ended = run(folder, "scan", "app.tar", "-q", "--exceptions", "given.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.messages.startswith("error: given.yaml: ")
    assert message in ended.messages


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 100_000, b'{"statements": 3}', b"<html>", b"\xff", b"vulnerability: x"]
)
def test_a_vex_document_that_is_none_is_refused(content, folder):
    (folder / "given.vex").write_bytes(content)

    ended = run(folder, "scan", "app.tar", "-q", "--vex", "given.vex")

    assert (ended.code, ended.out) == (2, "")
    assert ended.messages.startswith("error: given.vex: ")


# Earlier reports.


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda report: b"", "is not a report of Mooring"),
        (lambda report: b"<html>", "is not a report of Mooring"),
        (lambda report: b"[" * 100_000, "is not a report of Mooring"),
        (lambda report: json.dumps(report).encode()[:-100], "is not a report of Mooring"),
        (lambda report: json.dumps(BOM).encode(), "is not a report of Mooring"),
        (lambda report: json.dumps(report | {"schema_version": "99.0"}).encode(), "is a report of schema '99.0'"),
        (lambda report: json.dumps(report | {"schema_version": "soon"}).encode(), "is a report of schema 'soon'"),
        (lambda report: json.dumps(report | {"findings": None}).encode(), "was not matched, so everything would count"),
        (lambda report: json.dumps(report | {"findings": {}}).encode(), "is not a report of Mooring"),
        (lambda report: json.dumps(report | {"findings": {"matches": []}}).encode(), "is not a report of Mooring"),
    ],
)
def test_an_earlier_report_that_is_none_is_refused_and_nothing_counts_as_old(make, message, folder):
    (folder / "earlier.json").write_bytes(make(json.loads((folder / "report.json").read_text())))

    ended = run(folder, "scan", "app.tar", "-q", "--new-since", "earlier.json", "--fail-on", "any")

    assert (ended.code, ended.out) == (2, "")
    assert ended.messages.startswith("error: 'earlier.json' ")
    assert message in ended.messages
    assert "hint:  --new-since takes a report" in ended.messages


def test_an_inventory_that_was_not_matched_is_no_earlier_report(folder):
    run(folder, "sbom", "app.tar", "-q", "-o", "json=inventory.json")

    ended = run(folder, "scan", "app.tar", "-q", "--new-since", "inventory.json")

    assert (ended.code, "was not matched" in ended.messages) == (2, True)


def test_an_earlier_report_cannot_hide_a_finding_by_claiming_that_it_was_accepted(folder):
    """What an exception suppressed then does not count as known: the exception may be gone."""
    report = json.loads((folder / "report.json").read_text())
    for match in report["findings"]["matches"]:
        match["suppressions"] = [{"by": "exception", "statement": "X"}]
    (folder / "claims.json").write_text(json.dumps(report))

    ended = run(folder, "scan", "app.tar", "-q", "--new-since", "claims.json", "--fail-on", "kev", "-o", "json")

    assert (ended.code, FIXED_BELOW in flaws(ended)) == (1, True)


def test_a_clock_before_the_database_was_built_harms_nothing(folder):
    ended = run(folder, "scan", "app.tar", "-q", "--fail-on", "kev", extra={"SOURCE_DATE_EPOCH": str(BUILT - 10**9)})

    assert ended.code == 1
