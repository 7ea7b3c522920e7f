"""A file with exceptions: what it says is what holds, and a mistake is refused with its place."""

import textwrap

import pytest

from mooring.model.advisory import FixState
from mooring.model.exception import Condition, ExceptionRule
from mooring.model.severity import Severity
from mooring.vulns.suppression import exceptions
from mooring.vulns.suppression.exceptions import BadExceptions, read_exceptions


def write(folder, text, name="exceptions.yaml"):
    path = folder / name
    path.write_text(textwrap.dedent(text))
    return path


def refused(folder, text):
    with pytest.raises(BadExceptions) as caught:
        read_exceptions(write(folder, text))
    assert caught.value.path.endswith("exceptions.yaml")
    return caught.value


def test_every_key_is_read(tmp_path):
    path = write(
        tmp_path,
        """
        exceptions:
          - id: EX-12
            vulnerability: [CVE-2024-1234, GHSA-aaaa-bbbb-cccc]
            package: openssl
            source: openssl*
            type: deb
            path: /opt/legacy/**
            image: registry.example/app:*
            reason: the parser is never called
            justification: vulnerable_code_not_in_execute_path
            owner: team-a@example.com
            created: 2026-01-10
            expires: "2026-07-01"
            condition: {no_fix: true, fix_state: wont-fix, not_exploited: true, severity_at_most: high, epss_below: 0.1,
                        risk_below: 60, version: "< 2.0"}
        """,
    )

    assert read_exceptions(path) == (
        ExceptionRule(
            id="EX-12",
            vulnerabilities=("CVE-2024-1234", "GHSA-aaaa-bbbb-cccc"),
            package="openssl",
            source="openssl*",
            type="deb",
            path="/opt/legacy/**",
            image="registry.example/app:*",
            reason="the parser is never called",
            justification="vulnerable_code_not_in_execute_path",
            owner="team-a@example.com",
            created="2026-01-10",
            expires="2026-07-01",
            condition=Condition(
                no_fix=True,
                fix_state=FixState.WONT_FIX,
                not_exploited=True,
                severity_at_most=Severity.HIGH,
                epss_below=0.1,
                risk_below=60.0,
                version="< 2.0",
            ),
            origin=str(path),
        ),
    )


def test_an_exception_without_id_is_named_by_its_place(tmp_path):
    path = write(tmp_path, "exceptions: [{vulnerability: CVE-1-1, reason: r}, {package: x, reason: r}]")

    assert [rule.id for rule in read_exceptions(path)] == ["exceptions.yaml#1", "exceptions.yaml#2"]


@pytest.mark.parametrize("text", ["exceptions: []", "exceptions:", "\ufeffexceptions: []"])
def test_a_list_may_be_empty(tmp_path, text):
    assert read_exceptions(write(tmp_path, text)) == ()


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ("{vulnerabilty: CVE-1-1, reason: r}", "exceptions[0] has the unknown key 'vulnerabilty'", "'vulnerability'"),
        ("{expires: 2026-01-01, reason: r}", "exceptions[0] would accept every finding", "name a vulnerability"),
        ("{image: x, reason: r}", "exceptions[0] would accept every finding", "name a vulnerability"),
        ("{vulnerability: CVE-1-1}", "exceptions[0] has no reason", "say why"),
        ("{vulnerability: CVE-1-1, reason: '  '}", "exceptions[0] has no reason", "say why"),
        ("{id: EX-1, vulnerability: CVE-1-1}", "exceptions[0] ('EX-1') has no reason", "say why"),
        ("{vulnerability: CVE-1-1, reason: [r]}", "exceptions[0].reason is a list; expected a text", ""),
        ("{vulnerability: 2024, reason: r}", "exceptions[0].vulnerability is 2024", ""),
        ("{vulnerability: [], reason: r}", "exceptions[0].vulnerability is a list", ""),
        ("{vulnerability: [CVE-1-1, ''], reason: r}", "exceptions[0].vulnerability is a list", ""),
        ("{vulnerability: 'CVE-1-1, CVE-1-2', reason: r}", "expected one identifier", "as a list"),
        ("{vulnerability: 'CVE-2024-*', reason: r}", "expected one identifier", "as a list"),
        ("{package: 1.2, reason: r}", "exceptions[0].package is 1.2; expected a text", "in quotes"),
        ("{package: 'pkg:deb', reason: r}", "exceptions[0].package: 'pkg:deb' is not a package URL", ""),
        ("{package: x, type: python, reason: r}", "exceptions[0].type is 'python'; expected a purl type", "'pypi'"),
        ("{package: x, type: NPM, reason: r}", "exceptions[0].type is 'NPM'; expected a purl type", "'npm'"),
        ("{package: x, expires: 2026-13-01, reason: r}", "exceptions[0].expires is '2026-13-01'; expected a date", ""),
        ("{package: x, expires: 2026-01-01junk, reason: r}", "expected a date like 2027-01-31", ""),
        ("{package: x, expires: 20260101, reason: r}", "exceptions[0].expires is 20260101; expected a date", ""),
        ("{package: x, expires: tomorrow, reason: r}", "expected a date like 2027-01-31", ""),
        ("{package: x, created: 2026-02-01, expires: 2026-01-01, reason: r}", "before it was created", "correct one"),
        ("{package: x, justification: not_used, reason: r}", "exceptions[0].justification is 'not_used'", "known are"),
        ("{package: x, justification: component_not_there, reason: r}", "justification", "'component_not_present'"),
        ("{package: x, condition: no_fix, reason: r}", "exceptions[0].condition is 'no_fix'; expected a table", ""),
        ("{package: x, condition: {nofix: true}, reason: r}", "condition has the unknown key 'nofix'", "'no_fix'"),
        ("{package: x, condition: {no_fix: 1}, reason: r}", "condition.no_fix is 1; expected true or false", ""),
        (
            "{package: x, condition: {severity_at_most: hihg}, reason: r}",
            "condition.severity_at_most is 'hihg'",
            "'high'",
        ),
        ("{package: x, condition: {fix_state: wontfix}, reason: r}", "condition.fix_state is 'wontfix'", "'wont-fix'"),
        (
            "{package: x, condition: {epss_below: 10}, reason: r}",
            "condition.epss_below is 10; expected a number from 0 to 1",
            "",
        ),
        ("{package: x, condition: {epss_below: .nan}, reason: r}", "condition.epss_below is nan", ""),
        (
            "{package: x, condition: {epss_below: '10%'}, reason: r}",
            "condition.epss_below is '10%'; expected a number",
            "",
        ),
        ("{package: x, condition: {risk_below: 101}, reason: r}", "expected a number from 0 to 100", ""),
        (
            "{package: x, condition: {version: 2.0}, reason: r}",
            "condition.version is 2.0; expected a text in quotes",
            "",
        ),
        ("{package: x, condition: {version: '< < 2'}, reason: r}", "condition.version is '< < 2'", ""),
        ("{package: x, condition: {version: '< 1, > 2'}, reason: r}", "which no version satisfies", ""),
        ("CVE-2024-1", "exceptions[0] is 'CVE-2024-1'; expected a table", "docs/exceptions.md"),
        ("{package: &a x, reason: *a}", "aliases", "docs/exceptions.md"),
        ("{package: x, package: y, reason: r}", "the key 'package' stands twice", "docs/exceptions.md"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_a_hint(tmp_path, row, message, hint):
    error = refused(tmp_path, f"exceptions:\n  - {row}\n")

    assert message in error.message
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "is empty; expected a table with the key 'exceptions'", "docs/exceptions.md"),
        ("exception: []", "'exception' is not a known key", "did you mean 'exceptions'?"),
        ("exceptions: []\nignore: []", "'ignore' is not a known key", "exceptions"),
        ('{"@context": "https://openvex.dev/ns", "statements": []}', "is a VEX document", "give it with --vex"),
        ("exceptions: {a: 1}", "exceptions is a table; expected a list", ""),
        ("- vulnerability: CVE-1-1", "is a list; expected a table", ""),
        ("exceptions: [\n  {", "is not YAML in line", ""),
        ("exceptions: !!python/object/apply:os.system [x]", "is not YAML", ""),
        ("exceptions: []\n---\nexceptions: []", "is not YAML", ""),
        ("[" * 5_000, "is not YAML", ""),
        ("exceptions: " + "[" * 200 + "]" * 200, "levels", ""),
        (
            "exceptions: [{id: A, package: x, reason: r}, {id: A, package: y, reason: r}]",
            "two exceptions have the id 'A'",
            "",
        ),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, message, hint):
    error = refused(tmp_path, text)

    assert message in error.message
    assert hint in (error.hint or "")


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(BadExceptions, match="no such file"):
        read_exceptions(tmp_path / "missing.yaml")
    with pytest.raises(BadExceptions, match="cannot be read"):
        read_exceptions(tmp_path)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadExceptions, match="is not UTF-8"):
        read_exceptions(binary)
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (16 * 1024 * 1024 + 1))
    with pytest.raises(BadExceptions, match="is larger than 16 MiB"):
        read_exceptions(large)


def test_the_number_of_exceptions_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(exceptions, "MAX_EXCEPTIONS", 1)

    assert (
        "holds 2 exceptions; at most 1"
        in refused(tmp_path, "exceptions: [{package: x, reason: r}, {package: y, reason: r}]").message
    )


def test_a_version_condition_is_read_in_the_order_of_its_type(tmp_path):
    rows = "{package: x, type: pypi, reason: r, condition: {version: '~= 1.4'}}"

    assert read_exceptions(write(tmp_path, f"exceptions: [{rows}]"))[0].condition.version == "~= 1.4"


def test_long_patterns_are_refused(tmp_path):
    error = refused(tmp_path, f"exceptions: [{{package: '{'*a' * 2_000}', reason: r}}]")

    assert "at most 2000 characters" in error.message
