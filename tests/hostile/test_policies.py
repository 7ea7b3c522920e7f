"""Bundles made to hurt, through the program as users run it: no traceback, exit 2 or a stop, never a pass that was not earned."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from hostile.test_disks import limited
from journeys.advisories import AT_THE_TIME, build, debian
from journeys.policies import ONE_OF, bundle, every_rule, mapping, policy, rule, usable_values, written
from journeys.running import environment, inside, mooring, shell
from mooring.policy.gate import parameters_of
from mooring.policy.registry import all_gates

CATASTROPHES = ("(a+)+$", "(.*)*(.*)*(.*)*!", "((a*)*)*b", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a|a)*" * 20)
TERMINAL = "\x1b]0;owned\x07\x1b[2J\x9b31m\r\n\u202e"
JSON_VALUES = (None, True, False, 0, -1, 2**70, 1.5, "", "x", "\0", "*", "regexp:(", [], ["x"], [[]], {}, {"x": []})
ITEM = {"id": "i", "gate": "npms", "trigger_id": "x*", "expires_on": "2030-01-01T00:00:00Z"}
VALID = bundle(
    rule("always.always", "STOP"),
    rule("packages.blacklist", "WARN", rule_id="s", name="openssl"),
    whitelists=[{"id": "w", "version": "1_0", "items": [ITEM]}],
    mappings=[mapping("ours", "registry.example", policy_ids=["p"]), mapping(whitelist_ids=["w"])],
    whitelisted_images=[{"id": "a", "name": "a", "registry": "other.example", "repository": "*", "image": {"type": "tag", "value": "*"}}],
    blacklisted_images=[{"id": "d", "name": "d", "registry": "bad.example", "repository": "*", "image": {"type": "tag", "value": "*"}}],
)  # fmt: skip
MAY_PASS = {
    "policies[0].rules": "a policy without rules asks for nothing",
    "mappings": "where no mapping matches no policy runs, as in Anchore, with a note",
    "mappings[1].registry": "the same",
    "mappings[1].repository": "the same",
    "mappings[1].image.value": "the same",
    "whitelisted_images[0].registry": "an image that is allowed passes",
}
"""Places of the bundle at which another value of the right kind rightly gives another verdict."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A database, an image and its report."""
    place = tmp_path_factory.mktemp("hostile")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    ended = inside("scan", "app.tar", "-q", "-o", "json=app.json", folder=place, extra=AT_THE_TIME)
    assert ended.code == 0, ended.messages
    return place


def judged(home, content, name="bundle.json"):
    """`policy check` of the report by a bundle of these bytes."""
    (home / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return policy(home, "check", "app.json", "--bundle", name, "-q", "-o", "json")


def refused(ended):
    """Whether the program said no: a mistake of the caller, or a stop with the reason."""
    if ended.code == 2:
        return ended.messages.startswith("error: ")
    return ended.code == 1 and json.loads(ended.out)["verdict"]["action"] == "stop" and "stop: " in ended.messages


def places(value, path=()):
    """Every place in a document, as steps."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def shown(path):
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def put(path, value):
    """The valid bundle with another value at a place."""
    document = json.loads(json.dumps(VALID))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return document


def test_the_bundle_that_is_damaged_below_is_valid_and_stops(home):
    written(home, VALID, "valid.json")

    assert policy(home, "validate", "valid.json").code == 0
    assert judged(home, VALID).code == 1


@pytest.mark.parametrize("path", list(places(VALID)), ids=shown)
def test_a_wrong_value_anywhere_is_never_a_pass(path, home):
    earned = shown(path) in MAY_PASS
    for value in JSON_VALUES:
        ended = judged(home, put(path, value))
        assert "Traceback" not in ended.messages
        assert refused(ended) or (earned and ended.code in (0, 1)), f"{shown(path)} = {value!r}: {ended.code}"


@pytest.mark.parametrize("path", list(places(VALID)), ids=shown)
def test_validate_survives_a_wrong_value_anywhere(path, home):
    for value in JSON_VALUES:
        written(home, put(path, value), "wrong.json")
        ended = policy(home, "validate", "wrong.json")
        assert (ended.code in (0, 2), ended.messages) == (True, ""), f"{shown(path)} = {value!r}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.json", b""),
        ("deep.json", b"[" * 100_000),
        ("deep-object.json", b'{"policies":' * 50_000 + b"1" + b"}" * 50_000),
        ("deep.yaml", b"policies: " + b"[" * 50_000),
        ("flow.yaml", b"{a: " * 20_000),
        ("cyclic.yaml", b"policies: &a [*a]\nmappings: []\n"),
        ("cyclic-map.yaml", b"&b policies: &a {x: *a}\nmappings: *a\n"),
        ("laughs.yaml", b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n".encode() for n in range(9)
        ) + b"policies: *j\n"),
        ("tagged.yaml", b"policies: !!python/object/apply:os.system ['true']\nmappings: []\n"),
        ("utf-16.json", json.dumps(VALID).encode("utf-16")),
        ("latin.json", b'{"policies": [], "mappings": [], "name": "\xe9"}'),
        ("nul.json", b"\0" * 100),
        ("nan.json", b'{"policies": NaN, "mappings": Infinity}'),
        ("digits.json", b'{"policies": ' + b"9" * 10_000 + b"}"),
        ("half.json", json.dumps(VALID).encode()[:-20]),
        ("twice.json", b'{"id":"b","version":"1_0","policies":[],"policies":[],"mappings":[]}'),
        ("elf.json", b"\x7fELF" + b"\0" * 500),
        ("keys.json", b"{" + b",".join(f'"{n}":1'.encode() for n in range(200_000)) + b"}"),
        ("many.json", b'{"mappings": [' + b"{}," * 600_000 + b"{}]}"),
    ],
)  # fmt: skip
def test_a_document_made_to_hurt_is_refused_in_bounded_time(name, content, home):
    started = time.process_time()

    ended = judged(home, content, name)
    validated = policy(home, "validate", name)

    assert refused(ended)
    assert (validated.code, "Traceback" in validated.messages) == (2, False)
    assert time.process_time() - started < 20


def test_a_bundle_of_fifty_megabytes_is_refused_unread(home):
    started = time.process_time()

    ended = judged(home, json.dumps(VALID).encode() + b" " * (50 << 20))

    assert (ended.code, time.process_time() - started < 2) == (2, True)
    assert "is larger than 8388608 bytes" in ended.messages


def test_a_large_bundle_that_the_settings_allow_is_read(home):
    (home / "large.json").write_bytes(json.dumps(VALID).encode() + b" " * (9 << 20))

    ended = policy(
        home, "check", "app.json", "--bundle", "large.json", "-q",
        extra={**AT_THE_TIME, "MOORING_POLICY_MAX_BUNDLE_BYTES": str(20 << 20)},
    )  # fmt: skip

    assert ended.code == 1


def regex_rules():
    """A rule for each parameter that takes an expression, and for each place of a pattern."""
    for gate in all_gates().gates:
        for trigger in gate.triggers:
            name = f"{gate.name}.{trigger.NAME}"
            for parameter, (_, described, _) in parameters_of(trigger).items():
                if described.kind.name in ("regex", "comma-list"):
                    yield name, parameter, described.kind.name == "regex"


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_an_expression_that_others_never_finish_is_quick_wherever_one_is_taken(pattern, home):
    document = bundle(
        *(catastrophe(*where, pattern, f"r{number}") for number, where in enumerate(regex_rules())),
        whitelists=[{"id": "w", "version": "1_0", "items": [{"id": "i", "gate": "always", "trigger_id": f"regexp:{pattern}"}]}],
        mappings=[mapping("m", f"regexp:{pattern}", f"regexp:{pattern}", f"regexp:{pattern}"), mapping(whitelist_ids=["w"])],
    )  # fmt: skip
    started = time.process_time()

    written(home, document, "regex.json")
    ended = inside(
        "scan", "app.tar", "--policy", "regex.json", "--no-cache", "-q", "-o", "json", folder=home, extra=AT_THE_TIME
    )

    assert refused(ended)
    assert time.process_time() - started < 60


def catastrophe(name, parameter, is_regex, pattern, rule_id):
    gate, _, trigger_name = name.partition(".")
    trigger = next(one for one in all_gates().by_name[gate].triggers if one.NAME == trigger_name)
    required = {
        one: usable_values(name, one, trigger)[0]
        for one, (_, _, is_needed) in parameters_of(trigger).items()
        if is_needed
    }
    given = {
        **required,
        **ONE_OF.get(name, {}),
        parameter: pattern if is_regex else f"regexp:{pattern}".replace(",", "."),
    }
    return rule(name, rule_id=rule_id, **given)


def test_terminal_escapes_in_every_text_do_not_reach_the_terminal(home):
    document = json.loads(json.dumps(VALID))
    for path in places(VALID):
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        if path[-1] in ("name", "id", "comment") and isinstance(inner[path[-1]], str) and "params" not in path:
            inner[path[-1]] += TERMINAL
    document["policies"][0]["rules"][1]["gate"] = f"packages{TERMINAL}"
    written(home, document, "escapes.json")

    for words in (
        ("check", "app.json", "--bundle", "escapes.json"),
        ("explain", "app.json", "--bundle", "escapes.json"),
        ("validate", "escapes.json"),
        ("diff", "default", "escapes.json", "--reports", "app.json"),
    ):
        ended = policy(home, *words)
        told = ended.out + ended.messages
        assert [one for one in told if one in "\x1b\x07\x9b\r\u202e"] == []
        assert "Traceback" not in told


@pytest.mark.parametrize("form", ["json", "sarif", "anchore-json", "junit"])
def test_escapes_and_lone_surrogates_leave_documents_whole(form, home):
    document = bundle(rule("packages.required_package", rule_id="r", name=f"x\ud800{TERMINAL}"), name="\udcff\ud800")
    (home / "surrogates.json").write_text(json.dumps(document))

    ended = policy(home, "check", "app.json", "--bundle", "surrogates.json", "-q", "-o", form)

    assert ended.code == 1
    assert ended.out.encode("utf-8").decode("utf-8") == ended.out
    if form != "junit":
        json.loads(ended.out)


def test_ids_that_stand_twice_are_errors_and_policies_that_share_one_stop(home):
    policies = [{"id": "p", "version": "1_0", "rules": []}, {"id": "p", "version": "1_0", "rules": []}]
    twice = bundle(policies=policies, mappings=[mapping()])

    assert judged(home, twice).code == 1
    assert policy(home, "validate", "bundle.json").code == 2


def test_a_bundle_in_a_pipe_with_a_writer_is_read_and_a_folder_is_not(home):
    os.mkfifo(home / "pipe")
    written(home, VALID, "valid.json")
    piped = shell("cat valid.json > pipe & mooring policy check app.json -q --bundle pipe", home, AT_THE_TIME)

    assert piped.code == 1
    assert policy(home, "check", "app.json", "--bundle", str(home)).code == 2


def test_a_bundle_without_permission_is_told(home):
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    (home / "closed.json").write_text("{}")
    (home / "closed.json").chmod(0)

    ended = policy(home, "check", "app.json", "--bundle", "closed.json")

    assert (ended.code, "permission denied" in ended.messages) == (2, True)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "/proc/self/mem", "/nowhere/at/all"])
def test_a_bundle_that_is_a_device_is_refused(name, home):
    assert refused(policy(home, "check", "app.json", "--bundle", name))


@pytest.mark.parametrize(
    "words",
    [
        "check app.json -q", "explain app.json -q", "validate default", "describe", "describe -o json", "init",
        "diff default default --reports app.json",
    ],
)  # fmt: skip
def test_standard_output_without_room_is_an_error_and_no_pass(words, home):
    ended = shell(f"mooring policy {words} > /dev/full", home, AT_THE_TIME)

    assert (ended.code, ended.messages.splitlines()[-1]) == (
        3,
        "error: standard output could not be written: no space left on device",
    )


def test_a_verdict_without_room_leaves_no_half_file(home):
    (home / "verdict.json").write_text("old")
    ended = limited(home, 100, "policy", "check", "app.json", "-q", "-o", "json=verdict.json")

    assert ended.returncode == 3
    assert (home / "verdict.json").read_text() == "old"


def test_ctrl_c_ends_the_program_with_its_code(home):
    os.mkfifo(home / "waiting")
    running = subprocess.Popen(
        [sys.executable, "-m", "mooring", "policy", "check", "app.json", "--bundle", "waiting"],
        cwd=home, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with open(home / "waiting", "wb"):  # Opens when the program does: it waits for the bundle now.
        running.send_signal(signal.SIGINT)
        out, messages = running.communicate(timeout=30)

    assert (running.returncode, out) == (130, b"")
    assert b"Traceback" not in messages


def test_a_report_made_to_hurt_is_no_pass(home):
    report = json.loads((home / "app.json").read_text())
    for change in (
        {"findings": None},
        {"problems": [{"path": TERMINAL, "reason": "x"}]},
        {"inventory": None},
        {"image": []},
    ):
        written(home, report | change, "odd.json")
        ended = policy(home, "check", "odd.json", "--bundle", "default", "-q", "-o", "json")
        assert ended.code != 0 or json.loads(ended.out)["verdict"]["findings"] != []
        assert "Traceback" not in ended.messages


def test_twenty_thousand_rules_are_judged_or_refused_quickly(home):
    started = time.process_time()

    ended = judged(home, bundle(*[rule("packages.blacklist", rule_id=f"r{at}", name=f"n{at}") for at in range(20_000)]))

    assert (ended.code, json.loads(ended.out)["verdict"]["action"]) == (0, "go")
    assert time.process_time() - started < 20


def test_the_memory_of_a_large_bundle_is_bounded(home):
    written(home, bundle(*every_rule()), "every.json")

    ended = mooring(
        "policy", "check", "app.json", "--bundle", "every.json", "-q", folder=home, extra=AT_THE_TIME,
        wrapped=("bash", "-c", 'ulimit -v 3000000; exec "$@"', "limited"),
    )  # fmt: skip

    assert ended.code == 1
    assert "Traceback" not in ended.messages
