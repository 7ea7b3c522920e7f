"""`mooring policy`, and verdicts of scans, as users run them: arguments in; output, messages and exit code out."""

import json

import pytest

from journeys.advisories import AT_THE_TIME, FIXED_BELOW, build, debian
from journeys.policies import bundle, mapping, policy, rule, written
from journeys.running import inside, mooring, shell

STOP = bundle(rule("vulnerabilities.package", package_type="all", severity_comparison=">=", severity="high"))
WARN = bundle(rule("vulnerabilities.package", "WARN", package_type="all", severity_comparison=">=", severity="high"))
GO = bundle(rule("packages.blacklist", name="nothing-of-the-kind"))
CASES = """
cases:
  - name: the shop is stopped
    report: app.json
    tag: registry.example/shop:1
    now: 2025-03-01T00:00:00Z
    expect:
      action: stop
      findings:
        contains: [{gate: vulnerabilities, trigger_id: "CVE-2024-90001+*"}]
        absent: [{gate: malware}]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A database, an image, its report, an SBOM of somebody else, and bundles."""
    place = tmp_path_factory.mktemp("policy")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    for name, form in (("app.json", "json"), ("app.cdx.json", "cyclonedx-json")):
        ended = inside("scan", "app.tar", "-q", "-o", f"{form}={name}", folder=place, extra=AT_THE_TIME)
        assert ended.code == 0, ended.messages
    for name, document in (("stop.json", STOP), ("warn.json", WARN), ("go.json", GO)):
        written(place, document, name)
    written(place, CASES, "cases.yaml")
    return place


def check(home, *arguments, extra=AT_THE_TIME):
    return policy(home, "check", *arguments, extra=extra)


@pytest.mark.parametrize(("name", "code"), [("stop.json", 1), ("warn.json", 0), ("go.json", 0)])
@pytest.mark.parametrize(
    "reference", ["app.tar", "docker-archive:app.tar", "app.json", "sbom:app.json", "app.cdx.json"]
)
def test_the_exit_code_is_the_verdict_on_images_reports_and_sboms_of_others(name, code, reference, home):
    ended = check(home, reference, "--bundle", name, "-q")

    assert ended.code == code
    assert ended.messages.startswith("stop: ") == (code == 1)


@pytest.mark.parametrize("command", [("scan", "app.tar"), ("match", "app.json")])
def test_a_scan_and_a_match_judge_too(command, home):
    stopped = inside(*command, "--policy", "stop.json", "-q", "-o", "json", folder=home, extra=AT_THE_TIME)
    passed = inside(*command, "--policy", "go.json", "-q", "-o", "json", folder=home, extra=AT_THE_TIME)

    assert (stopped.code, json.loads(stopped.out)["verdict"]["action"]) == (1, "stop")
    assert (passed.code, json.loads(passed.out)["verdict"]["action"]) == (0, "go")


def test_without_a_bundle_check_takes_the_default_one_and_a_scan_none(home):
    checked = check(home, "app.json", "-q", "-o", "json")
    scanned = inside("scan", "app.tar", "-q", "-o", "json", folder=home, extra=AT_THE_TIME)

    assert json.loads(checked.out)["verdict"]["bundle_id"] == "2c53a13c-1765-11e8-82ef-23527761d060"
    assert (scanned.code, json.loads(scanned.out).get("verdict")) == (0, None)


def test_a_setting_names_the_bundle_of_every_command(home, tmp_path):
    (tmp_path / "mooring.toml").write_text(f'[policy]\nbundle = "{home / "stop.json"}"\n')
    settings = ("--config", str(tmp_path / "mooring.toml"))
    variable = {**AT_THE_TIME, "MOORING_POLICY_BUNDLE": "stop.json"}

    assert inside("scan", "app.tar", "-q", *settings, folder=home, extra=AT_THE_TIME).code == 1
    assert inside("scan", "app.tar", "-q", folder=home, extra=variable).code == 1
    assert check(home, "app.json", "-q", extra=variable).code == 1
    assert check(home, "app.json", "-q", "--bundle", "go.json", extra=variable).code == 0
    assert policy(home, "test", "cases.yaml", extra=variable).code == 0


def test_the_tag_decides_which_mapping_holds(home):
    document = bundle(rule("always.always"), mappings=[mapping("ours", "registry.example", "team/*", "v*")])
    written(home, document, "ours.json")

    ours = check(home, "app.json", "--bundle", "ours.json", "--tag", "registry.example/team/app:v1", "-q", "-o", "json")
    theirs = check(home, "app.json", "--bundle", "ours.json", "--tag", "registry.example/app:v1", "-q", "-o", "json")

    assert (ours.code, json.loads(ours.out)["verdict"]["mapping"]) == (1, "ours")
    assert (theirs.code, json.loads(theirs.out)["verdict"]["mapping"]) == (0, "")
    assert json.loads(theirs.out)["verdict"]["problems"][0]["kind"] == "no-mapping"


def test_the_answer_of_anchore_has_its_rows(home):
    ended = check(
        home, "app.json", "--bundle", "stop.json", "--tag", "registry.example/shop:1", "-q", "-o", "anchore-json"
    )

    answer = json.loads(ended.out)
    [table] = answer["result"].values()
    assert (answer["status"], answer["final_action"], answer["tag"]) == ("fail", "stop", "registry.example/shop:1")
    assert table["result"]["header"][0] == "Image_Id"
    assert f"{FIXED_BELOW}+openssl" in [row[2] for row in table["result"]["rows"]]


def test_several_forms_go_to_files_and_one_to_standard_output(home):
    ended = check(
        home, "app.json", "--bundle", "stop.json", "-q", "-o", "table", "-o", "json=v.json",
        "-o", "sarif=v.sarif", "-o", "anchore-json=a.json",
    )  # fmt: skip

    assert (ended.code, ended.out.splitlines()[0]) == (1, "STOP app.tar")
    assert json.loads((home / "v.json").read_text())["passes"] is False
    assert json.loads((home / "v.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((home / "a.json").read_text())["final_action"] == "stop"


def test_a_verdict_goes_to_a_pipe_that_ends_early(home):
    ended = shell("mooring policy check app.json --bundle stop.json -o json | head -c 1", home, AT_THE_TIME)

    assert (ended.out, "Traceback" in ended.messages) == ("{", False)


def test_quiet_leaves_the_report_and_the_reason(home):
    loud, quiet = (
        check(home, "app.json", "--bundle", "stop.json"),
        check(home, "app.json", "--bundle", "stop.json", "-q"),
    )

    assert loud.out == quiet.out
    assert "note: " in loud.messages
    assert [line.partition(":")[0] for line in quiet.messages.splitlines()] == ["stop"]


def test_what_could_not_be_read_is_no_pass(home):
    (home / "damaged.tar").write_bytes(debian(more={"app/node_modules/x/package.json": b'{"name":'}).docker_archive())

    unread = check(home, "damaged.tar", "--bundle", "go.json", "-q")
    allowed = check(home, "damaged.tar", "--bundle", "go.json", "-q", "--allow-incomplete")
    stopped = check(home, "damaged.tar", "--bundle", "stop.json", "-q")

    assert (unread.code, allowed.code, stopped.code) == (3, 0, 1)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_report_of_an_older_schema_is_judged_and_what_it_lacks_is_told(version, home):
    report = json.loads((home / "app.json").read_text()) | {"schema_version": version}
    del report["inventory"]["content"]
    written(home, report, "old.json")
    written(
        home, bundle(rule("secret_scans.secret"), rule("packages.blacklist", rule_id="s", name="x")), "secrets.json"
    )

    ended = check(home, "old.json", "--bundle", "secrets.json", "-q", "-o", "json")

    [finding] = json.loads(ended.out)["verdict"]["findings"]
    assert (ended.code, finding["kind"], finding["trigger_id"]) == (1, "not-gathered", "evidence_missing+secrets")


def test_a_report_of_a_later_schema_is_refused(home):
    written(home, json.loads((home / "app.json").read_text()) | {"schema_version": "2.0.0"}, "later.json")

    ended = check(home, "later.json", "--bundle", "go.json", "-q")

    assert ended.code != 0
    assert "Traceback" not in ended.messages


def test_explain_says_what_decides(home):
    ended = policy(home, "explain", "app.json", "--bundle", "stop.json", "-q")

    assert (ended.code, ended.messages) == (0, "")
    assert ended.out.startswith("verdict: stop (policy_evaluation), bundle 'bundle'\nbecause policies[0].rules[0]")


def test_validate_names_the_path_and_the_nearest_word(home):
    wrong = bundle(
        rule("vulnerabilities.package", package_type="all", severity="hihg"), rule("packges.blacklist", rule_id="s")
    )
    written(home, wrong, "wrong.json")

    ended = policy(home, "validate", "wrong.json")
    judged = check(home, "app.json", "--bundle", "wrong.json", "-q")

    assert (ended.code, ended.messages) == (2, "")
    assert "policies[0].rules[0].params[1].value is 'hihg'" in ended.out
    assert "did you mean 'high'?" in ended.out
    assert "policies[0].rules[1].gate is 'packges'" in ended.out
    assert "did you mean 'packages'?" in ended.out
    assert (judged.code, judged.messages.startswith("stop: the bundle has mistakes")) == (1, True)


def test_validate_tolerates_what_judging_tolerates_when_asked_to(home):
    written(home, bundle(rule("anchoresec.vulnhigh")), "ended.json")

    assert policy(home, "validate", "ended.json").code == 2
    assert policy(home, "validate", "ended.json", "--lenient").code == 0
    assert check(home, "app.json", "--bundle", "ended.json", "-q").code == 0


@pytest.mark.parametrize(
    "words", [(), ("vulnerabilities",), ("vulnerabilities", "package"), ("VULNERABILITIES", "Package")]
)
def test_describe_prints_what_there_is(words, home):
    ended = policy(home, "describe", *words)

    assert (ended.code, ended.messages) == (0, "")
    assert "package" in ended.out


def test_describe_as_json_is_the_policy_spec(home):
    ended = policy(home, "describe", "-o", "json")

    names = [gate["name"] for gate in json.loads(ended.out) if gate["state"] == "active"]
    assert (ended.code, "vulnerabilities" in names, names == sorted(names)) == (0, True, True)


def test_cases_that_hold_pass_and_others_are_told(home):
    written(
        home, CASES.replace("action: stop", "action: go").replace("gate: malware", "gate: vulnerabilities"), "fail.yaml"
    )

    passed = policy(home, "test", "cases.yaml", "--bundle", "stop.json")
    failed = policy(home, "test", "cases.yaml", "fail.yaml", "--bundle", "stop.json")
    document = json.loads(policy(home, "test", "fail.yaml", "--bundle", "stop.json", "-o", "json").out)

    assert (passed.code, passed.out) == (0, "pass  cases.yaml: the shop is stopped\n1 passed, 0 failed\n")
    assert (failed.code, failed.out.splitlines()[-1]) == (1, "1 passed, 1 failed")
    assert "the action is stop; expected go" in document[0]["failures"]


def test_a_case_whose_report_is_none_fails_alone(home):
    written(home, CASES + CASES.replace("cases:\n", "").replace("app.json", "stop.json"), "mixed.yaml")

    ended = policy(home, "test", "mixed.yaml", "--bundle", "stop.json")

    assert (ended.code, ended.out.splitlines()[-1]) == (1, "1 passed, 1 failed")


def test_diff_shows_what_flips_and_says_what_is_junk(home):
    folder = home / "reports"
    (folder / "deep" / "folder.json").mkdir(parents=True, exist_ok=True)
    (folder / "deep" / "app.json").write_bytes((home / "app.json").read_bytes())
    (folder / "junk.json").write_text("{")
    (folder / "empty.json").write_text("")
    (folder / "gone.json").unlink(missing_ok=True)
    (folder / "gone.json").symlink_to("nowhere")
    (folder / "notes.txt").write_text("no report")

    ended = policy(home, "diff", "go.json", "stop.json", "--reports", "reports")
    stopped = policy(home, "diff", "go.json", "stop.json", "--reports", "reports", "--fail-on-flip")
    document = json.loads(policy(home, "diff", "go.json", "stop.json", "--reports", "reports", "-o", "json").out)

    assert (ended.code, stopped.code) == (3, 1)
    assert ended.out.splitlines()[0] == "FLIP  docker.io/shop:1.0: go -> stop"
    assert [line.split("'")[1] for line in ended.messages.splitlines()] == [
        "reports/empty.json", "reports/gone.json", "reports/junk.json",
    ]  # fmt: skip
    assert (document["images"], document["flips"], len(document["unread"])) == (1, 1, 3)


def test_diff_of_bundles_that_say_the_same_passes(home):
    ended = policy(home, "diff", "stop.json", "stop.json", "--reports", "app.json", "--fail-on-flip")

    assert (ended.code, ended.out) == (0, "1 images; 0 flip, 0 differ (stop -> stop: 1)\n")


@pytest.mark.parametrize("name", ["starter", "default"])
def test_a_bundle_that_comes_along_is_written_is_valid_and_judges(name, home, tmp_path):
    place = str(tmp_path / f"{name}.yaml")

    first = policy(home, "init", place, "--from", name)
    again = policy(home, "init", place, "--from", name)
    forced = policy(home, "init", place, "--from", name, "--force")

    assert (first.code, again.code, forced.code) == (0, 2, 0)
    assert policy(home, "validate", place).code == 0
    assert check(home, "app.json", "--bundle", place, "-q").code == 1


def test_a_bundle_may_come_through_a_pipe(home):
    ended = shell("mooring policy check app.json -q --bundle <(cat stop.json)", home, AT_THE_TIME)

    assert (ended.code, ended.messages.startswith("stop: ")) == (1, True)


def test_the_program_itself_gives_the_codes(home):
    codes = [
        mooring("policy", "check", "app.json", "--bundle", name, "-q", folder=home, extra=AT_THE_TIME).code
        for name in ("go.json", "stop.json", "nowhere.json")
    ]

    assert codes == [0, 1, 2]
