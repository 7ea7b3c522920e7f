"""What users type wrong around policies: told in a sentence, with what to do, and never a pass."""

import pytest

from journeys.advisories import AT_THE_TIME, build, debian
from journeys.policies import bundle, policy, rule, written
from journeys.running import inside

EMPTY = "is a variable of the pipeline not set?"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A database, an image, a report of it, an SBOM, a bundle and a file with cases."""
    place = tmp_path_factory.mktemp("mistakes")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    for name, form in (("app.json", "json"), ("sbom.json", "cyclonedx-json"), ("list.json", "spdx-json")):
        inside("sbom", "app.tar", "-q", "-o", f"{form}={name}", folder=place, extra=AT_THE_TIME)
    written(place, bundle(rule("packages.blacklist", name="x")), "bundle.json")
    (place / "cases.yaml").write_text("cases:\n  - {name: a, report: app.json, expect: {action: go}}\n")
    (place / "empty.json").write_text("")
    return place


def table(*rows):
    return pytest.mark.parametrize(("words", "message", "hint"), [(row[0].split(), *row[1:]) for row in rows])


@table(
    ("policy", "`mooring policy` needs an action: ", "`mooring policy check IMAGE`"),
    ("policy chekc app.tar", "ACTION is 'chekc'; expected one of", "did you mean 'check'?"),
    ("policy check", "`mooring policy check` needs REFERENCE", "--help"),
    ("policy check app.tar --bundel bundle.json", "has no flag '--bundel'", "did you mean '--bundle'?"),
    ("policy check app.tar --bundle defualt", "there is no bundle 'defualt'", "did you mean 'default'?"),
    ("policy check app.tar --bundle gone.json", "there is no bundle 'gone.json'", "default"),
    ("policy check app.tar --bundle .", "the bundle '.' cannot be read: is a directory", ""),
    ("policy check app.tar --bundle app.json", "'app.json' is a report of Mooring, no policy bundle", "policies"),
    ("policy check app.tar --bundle sbom.json", "'sbom.json' is an SBOM (CycloneDX), no policy bundle", "policies"),
    ("policy check app.tar --bundle list.json", "'list.json' is an SBOM (SPDX), no policy bundle", "policies"),
    ("policy check app.tar --bundle cases.yaml", "'cases.yaml' is a file of cases", "policies"),
    ("policy check app.tar --bundle app.tar", "'app.tar' is not ", ""),
    ("policy check app.tar --bundle empty.json", "'empty.json' is empty", ""),
    ("policy check bundle.json", "'bundle.json' is a policy bundle; expected an image", "--bundle bundle.json"),
    ("policy explain bundle.json", "'bundle.json' is a policy bundle; expected an image", "--bundle bundle.json"),
    ("policy check gone.json", "there is no file 'gone.json'", "mooring scan"),
    ("policy check app.tar -o anchroe-json", "'anchroe-json' is not a report format", "did you mean 'anchore-json'?"),
    ("policy check app.tar -o tabel", "'tabel' is not a report format", "did you mean 'table'?"),
    ("policy check app.json -o json=a -o table=a", "two reports would go to a", "give each but one a file"),
    ("policy check app.json --package-index gone.json", "the package index 'gone.json' cannot be read", ""),
    ("policy check app.json --package-index app.json", "app.json: this is no package index", "npm"),
    ("policy explain app.json -o json", "explain tells in words", "mooring policy check"),
    ("policy validate", "`mooring policy validate` needs BUNDLE", "--help"),
    ("policy validate gone.json", "there is no bundle 'gone.json'", "default"),
    ("policy validate bundle.json other.json", "has no second argument 'other.json'", "--help"),
    ("policy describe vulnerabilties", "there is no gate 'vulnerabilties'", "did you mean 'vulnerabilities'?"),
    ("policy describe packages blaklist", "the gate 'packages' has no trigger 'blaklist'", "did you mean 'blacklist'?"),
    ("policy describe packages blacklist -o json", "the JSON is of whole gates", "leave the trigger out"),
    ("policy describe -o jsn", "-o/--output is 'jsn'", "did you mean 'json'?"),
    ("policy test cases.yaml", "the bundle to test is missing", "--bundle FILE"),
    ("policy test gone.yaml --bundle bundle.json", "the file with cases 'gone.yaml' cannot be read", ""),
    ("policy test bundle.json --bundle bundle.json", "bundle.json: has no 'cases'", ""),
    ("policy test --bundle bundle.json", "`mooring policy test` needs CASES", "--help"),
    ("policy diff bundle.json default", "`mooring policy diff` needs --reports", "--help"),
    ("policy diff bundle.json app.json --reports app.json", "'app.json' is a report of Mooring", "policies"),
    ("policy diff bundle.json default --reports gone", "there is no report and no folder 'gone'", ""),
    ("policy init --from defualt", "no bundle named 'defualt'", "did you mean 'default'?"),
    ("policy init bundle.json", "'bundle.json' is there already", "--force"),
    ("scan app.tar --policy defualt", "there is no bundle 'defualt'", "did you mean 'default'?"),
    ("scan app.tar --policy app.json", "'app.json' is a report of Mooring, no policy bundle", "policies"),
    ("match app.json --policy gone.json", "there is no bundle 'gone.json'", "default"),
)  # fmt: skip
def test_a_mistake_is_told_with_what_to_do(words, message, hint, home):
    ended = inside(*words, folder=home, extra=AT_THE_TIME)

    first, *rest = ended.messages.splitlines()
    assert (ended.code, ended.out) == (2, "")
    assert first.startswith("error: ")
    assert message in first
    assert hint in "".join(rest)


@pytest.mark.parametrize(
    "words",
    [
        ("check", ""),
        ("check", "app.json", "--bundle", ""),
        ("check", "app.json", "--tag", ""),
        ("check", "app.json", "--package-index", ""),
        ("check", "app.tar", "--dockerfile", ""),
        ("check", "app.tar", "--base", ""),
        ("check", "app.tar", "--clamd", ""),
        ("check", "app.tar", "--secret-rules", ""),
        ("check", "app.tar", "--content", ""),
        ("check", "app.json", "--db", ""),
        ("explain", "app.json", "--bundle", ""),
        ("validate", ""),
        ("test", "cases.yaml", "--bundle", ""),
        ("test", "", "--bundle", "bundle.json"),
        ("diff", "", "bundle.json", "--reports", "app.json"),
        ("diff", "bundle.json", "", "--reports", "app.json"),
        ("diff", "bundle.json", "bundle.json", "--reports", ""),
        ("init", ""),
    ],
)
def test_an_empty_variable_is_no_default(words, home):
    ended = policy(home, *words)

    assert (ended.code, ended.out) == (2, "")
    assert ended.messages.startswith("error: ")


def test_a_folder_without_reports_is_told(home):
    (home / "bare").mkdir(exist_ok=True)

    ended = policy(home, "diff", "bundle.json", "default", "--reports", "bare")

    assert (ended.code, ended.messages.splitlines()[0]) == (3, "error: the folder 'bare' has no report")


@pytest.mark.parametrize("name", ["nul\0", "x" * 5_000, "\udcff.json", "\x1b[31m.json"])
def test_an_odd_name_of_a_bundle_is_shown_clean(name, home):
    ended = policy(home, "check", "app.json", "--bundle", name)

    assert ended.code == 2
    assert "\x1b" not in ended.messages
