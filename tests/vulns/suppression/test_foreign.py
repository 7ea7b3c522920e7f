"""Files with which other tools ignore findings."""

import textwrap

import pytest

from mooring.model.advisory import FixState
from mooring.vulns.suppression import foreign
from mooring.vulns.suppression.exceptions import BadExceptions, read_exceptions


def rules(folder, text, name="ignores"):
    path = folder / name
    path.write_text(textwrap.dedent(text))
    return read_exceptions(path)


def test_lines_of_a_trivyignore_are_vulnerabilities(tmp_path):
    found = rules(
        tmp_path,
        """
        # Accepted.
        CVE-2018-14618

        CVE-2019-14697 exp:2023-01-02   # until then
        GHSA-aaaa-bbbb-cccc
        AVD-DS-0002
        """,
    )

    assert [rule.vulnerabilities for rule in found] == [
        ("CVE-2018-14618",),
        ("CVE-2019-14697",),
        ("GHSA-aaaa-bbbb-cccc",),
        ("AVD-DS-0002",),
    ]
    assert [rule.expires for rule in found] == ["", "2023-01-01", "", ""]
    assert {rule.format for rule in found} == {".trivyignore"}
    assert found[0].reason == "ignored in ignores"


def test_trivy_stops_ignoring_when_the_day_begins(tmp_path):
    assert rules(tmp_path, "CVE-1-1 exp:2026-03-01")[0].expires == "2026-02-28"


def test_an_empty_trivyignore_is_known_by_its_name(tmp_path):
    assert rules(tmp_path, "# nothing yet\n", ".trivyignore") == ()


def test_a_wrong_date_in_a_trivyignore_is_refused_with_its_line(tmp_path):
    with pytest.raises(BadExceptions, match="line 2 is 'soon'; expected a date"):
        rules(tmp_path, "CVE-1-1\nCVE-1-2 exp:soon\n")


def test_paths_and_purls_of_trivy_are_spelt_out(tmp_path):
    found = rules(
        tmp_path,
        """
        vulnerabilities:
          - id: CVE-2022-40897
            paths: [usr/local/lib/**, /opt/x]
            purls: ["pkg:pypi/setuptools@1.0", "pkg:pypi/other"]
            statement: not used
            expired_at: 2030-01-01
          - id: CVE-1-1
        misconfigurations:
          - id: AVD-1
        """,
    )

    assert [(rule.path, rule.package) for rule in found] == [
        ("/usr/local/lib/**", "pkg:pypi/setuptools@1.0"),
        ("/usr/local/lib/**", "pkg:pypi/other"),
        ("/opt/x", "pkg:pypi/setuptools@1.0"),
        ("/opt/x", "pkg:pypi/other"),
        ("", ""),
    ]
    assert (found[0].reason, found[0].expires) == ("not used", "2029-12-31")
    assert len({rule.id for rule in found}) == 5


def test_ignored_vulnerabilities_and_packages_of_osv_scanner(tmp_path):
    found = rules(
        tmp_path,
        """
        [[IgnoredVulns]]
        id = "GO-2022-0968"
        ignoreUntil = 2022-11-09
        reason = "No ssh servers are connected to or hosted in Go lang"

        [[IgnoredVulns]]
        id = "GO-2022-1059"
        ignoreUntil = 2022-11-09T23:59:59Z

        [[PackageOverrides]]
        name = "lib"
        version = "1.0.0"
        ecosystem = "Go"
        ignore = true
        effectiveUntil = 2022-11-09T12:00:00Z
        reason = "abc"

        [[PackageOverrides]]
        name = "licence-only"
        license.override = ["MIT"]

        [[PackageOverrides]]
        ecosystem = "Packagist"
        vulnerability.ignore = true

        [[PackageOverrides]]
        name = "dev"
        group = "dev"
        vulnerability.ignore = true

        [[PackageOverrides]]
        name = "x"
        ecosystem = "GIT"
        ignore = true
        """,
    )

    assert [(rule.vulnerabilities, rule.expires) for rule in found[:2]] == [
        (("GO-2022-0968",), "2022-11-08"),
        (("GO-2022-1059",), "2022-11-09"),
    ]
    assert (found[2].package, found[2].type, found[2].condition.version) == ("lib", "golang", '= "1.0.0"')
    assert found[2].expires == "2022-11-08"
    assert (found[3].package, found[3].type) == ("", "composer")
    assert "dependency group 'dev'" in found[4].problem
    assert "ecosystem 'GIT'" in found[5].problem
    assert {rule.format for rule in found} == {"osv-scanner.toml"}


def test_rules_of_grype(tmp_path):
    found = rules(
        tmp_path,
        """
        fail-on-severity: high
        ignore:
          - vulnerability: CVE-2008-4318
            include-aliases: true
            reason: false alarm
            fix-state: wont-fix
            package: {name: libcurl, version: 1.5.1, type: npm, location: "usr/local/**"}
          - package: {name: "linux-.*-headers-.*", upstream-name: "linux.*", type: deb}
          - fix-state: unknown
          - vex-status: not_affected
            vex-justification: vulnerable_code_not_present
          - vulnerability: CVE-1-1
            namespace: "nvd:cpe"
          - package: {language: python}
          - package: {name: "lib(a|b)"}
          - package: {type: wordpress-plugin}
        """,
    )

    first, headers, unknown, vex, namespace, python, pattern, other = found
    assert (first.vulnerabilities, first.package, first.type) == (("CVE-2008-4318",), "libcurl", "npm")
    assert (first.path, first.reason) == ("/usr/local/**", "false alarm")
    assert (first.condition.fix_state, first.condition.version) == (FixState.WONT_FIX, '= "1.5.1"')
    assert (headers.package, headers.source, headers.type) == ("linux-*-headers-*", "linux*", "deb")
    assert unknown.condition.fix_state is FixState.UNKNOWN
    assert "vex-status 'not_affected'" in vex.problem
    assert "namespace 'nvd:cpe'" in namespace.problem
    assert (python.type, python.problem) == ("pypi", "")
    assert "package.name 'lib(a|b)'" in pattern.problem
    assert "package.type 'wordpress-plugin'" in other.problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ignore: [{vulnerabilty: CVE-1-1}]", "ignore[0] has the unknown key 'vulnerabilty'"),
        ("ignore: [{reason: r}]", "ignore[0] says nothing about what it ignores"),
        ("ignore: [CVE-1-1]", "ignore[0] is 'CVE-1-1'; expected a table"),
        ("ignore: [{fix-state: wontfix}]", "ignore[0].fix-state is 'wontfix'"),
        ("ignore: [{package: curl}]", "ignore[0].package is 'curl'"),
        ("ignore: [{package: {nmae: x}}]", "ignore[0].package has the unknown key 'nmae'"),
        ("ignore: [{vulnerability: [a]}]", "ignore[0].vulnerability is a list"),
        ("vulnerabilities: [{paths: [x]}]", "vulnerabilities[0] has no id"),
        ("vulnerabilities: [{id: CVE-1-1, paths: x}]", "vulnerabilities[0].paths is 'x'"),
        ("vulnerabilities: [{id: CVE-1-1, expired_at: x}]", "vulnerabilities[0].expired_at is 'x'"),
        ("vulnerabilities: [{id: CVE-1-1, statement: [x]}]", "vulnerabilities[0].statement is a list"),
        ("vulnerabilities: {a: 1}\nsecrets: []", "vulnerabilities is a table"),
        ("[[IgnoredVulns]]\nreason = 'r'", "IgnoredVulns[0] has no id"),
        ("[[IgnoredVulns]]\nid = 'x", "is not TOML"),
        ("IgnoredVulns = 3", "IgnoredVulns is 3"),
        ("IgnoredVulns = [3]", "IgnoredVulns[0] is 3"),
        ("[[IgnoredVulns]]\nid = 'x'\nignoreUntil = 'soon'", "IgnoredVulns[0].ignoreUntil is 'soon'"),
        ("[[IgnoredVulns]]\n" + "a." * 300 + "b = 1", "more than 200 parts"),
    ],
)
def test_mistakes_are_refused_with_their_place(tmp_path, text, message):
    with pytest.raises(BadExceptions) as caught:
        rules(tmp_path, text)

    assert message in caught.value.message


def test_a_table_in_the_place_of_a_list_is_no_file_of_theirs(tmp_path):
    with pytest.raises(BadExceptions, match="'ignore' is not a known key"):
        rules(tmp_path, "ignore: {}")


def test_rules_that_multiply_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "MAX_RULES", 3)
    with pytest.raises(BadExceptions, match="holds more than 3 rules"):
        rules(tmp_path, "vulnerabilities: [{id: CVE-1-1, paths: [a, b, c], purls: ['pkg:npm/a', 'pkg:npm/b']}]")


def test_an_exception_that_mentions_them_stays_our_own(tmp_path):
    text = "exceptions:\n  - {vulnerability: CVE-1-1, reason: 'see IgnoredVulns'}\n"

    assert rules(tmp_path, text)[0].format == ""
