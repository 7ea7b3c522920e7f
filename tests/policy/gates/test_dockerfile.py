"""Gate dockerfile: messages, ids and rules of Anchore's, and the checks of ours."""

import pytest

from mooring.model.evidence.dockerfile import Dockerfile, DockerfileFinding, DockerfileMode, Instruction, Stage
from mooring.model.image import ImageConfig, ImageDescription
from mooring.model.severity import Severity
from mooring.policy.gates.dockerfile import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, ids, messages, rule

SBOM = ImageDescription(kind="sbom")


def line(directive, value="", number=1, *, stage=0, is_exec_form=False):
    return Instruction(
        directive=directive,
        value=value,
        line=number,
        words=tuple(value.split()),
        stage=stage,
        is_exec_form=is_exec_form,
    )


def dockerfile(*instructions, mode=DockerfileMode.ACTUAL, **fields):
    return evidence(image=SBOM, dockerfile=Dockerfile(mode=mode, instructions=instructions, **fields))


def guess(*instructions, **fields):
    return dockerfile(*instructions, mode=DockerfileMode.GUESSED, **fields)


SMALL = dockerfile(
    line("FROM", "debian:12"),
    line("EXPOSE", "22 80/tcp"),
    line("RUN", "apt-get update"),
    line("RUN", "make"),
    line("USER", "app"),
)
NOTHING = evidence(image=SBOM)
UNKNOWN = dockerfile(line("USER", "root"), line("EXPOSE", "22"), mode=DockerfileMode.NONE)


@pytest.mark.parametrize(
    ("instruction", "check", "value", "lines"),
    [
        ("FROM", "=", "debian:12", ["debian:12"]),
        ("from", "=", "debian:11", []),
        ("FROM", "!=", "debian:11", ["debian:12"]),
        ("FROM", "!=", "debian:12", []),
        ("RUN", "like", "apt", ["apt-get update"]),
        ("RUN", "like", ".*(update|upgrade)\\s*$", ["apt-get update"]),
        ("RUN", "like", "get", []),
        ("RUN", "not_like", "apt", ["make"]),
        ("FROM", "in", "debian:11, debian:12", ["debian:12"]),
        ("FROM", "not_in", "debian:11,debian:10", ["debian:12"]),
        ("FROM", "not_in", "debian:12", []),
        ("RUN", "exists", None, ["apt-get update", "make"]),
        ("ADD", "exists", None, []),
        ("RUN", "=", "", []),
    ],
)
def test_a_condition_fires_for_each_line_that_it_holds_for(instruction, check, value, lines):
    given = {} if value is None else {"value": value}

    found = messages(GATE, "instruction", SMALL, instruction=instruction, check=check, **given)

    assert found == [
        f"Dockerfile directive '{instruction.upper()}' check '{check}' matched against '{value or ''}' for line '{text}'"
        for text in lines
    ]


def test_not_exists_fires_once_where_there_is_no_such_line():
    rule_texts = {"instruction": "HEALTHCHECK", "check": "not_exists"}

    assert messages(GATE, "instruction", SMALL, **rule_texts) == [
        "Dockerfile directive 'HEALTHCHECK' not found, matching condition 'not_exists' check"
    ]
    assert ids(GATE, "instruction", SMALL, **rule_texts) == ["41cb7cdf04850e33a11f80c42bf660b3"]
    assert messages(GATE, "instruction", SMALL, instruction="RUN", check="not_exists") == []


@pytest.mark.parametrize("check", ["=", "!=", "like", "not_like", "in", "not_in"])
def test_a_condition_without_the_value_it_needs_does_not_fire(check):
    assert messages(GATE, "instruction", SMALL, instruction="FROM", check=check) == []


def test_what_is_no_expression_is_refused_where_one_is_meant():
    with pytest.raises(BadParameter, match="is not a regular expression"):
        rule(GATE, "instruction", instruction="RUN", check="like", value="*.pem")

    assert rule(GATE, "instruction", instruction="RUN", check="=", value="*.pem")


@pytest.mark.parametrize(("instruction", "check"), [("COMMENT", "exists"), ("RUN", "matches")])
def test_unknown_instructions_and_conditions_are_refused(instruction, check):
    with pytest.raises(BadParameter, match="expected one of"):
        rule(GATE, "instruction", instruction=instruction, check=check)


def test_a_command_of_a_history_keeps_its_shell_in_messages():
    """Anchore Engine took the history entry as it stands; allowlists name ids made from it."""
    history = guess(
        line("RUN", "apt-get update"),
        Instruction(directive="SHELL", value="[…]", line=2, words=("/bin/bash", "-c"), is_exec_form=True),
        line("RUN", "make"),
        line("RUN", "python -m x", is_exec_form=True),
    )

    found = messages(GATE, "instruction", history, instruction="RUN", check="exists")

    assert [message.partition("for line ")[2] for message in found] == [
        "'/bin/sh -c apt-get update'",
        "'/bin/bash -c make'",
        "'python -m x'",
    ]
    for value in ("apt-get", "/bin/sh -c apt-get"):
        assert len(messages(GATE, "instruction", history, instruction="RUN", check="like", value=value)) == 1


@pytest.mark.parametrize(
    ("user_lines", "user"),
    [
        ([], "root"),
        (["app"], "app"),
        (["app", "root"], "root"),
        (["[app]"], "app"),
        (["0:0"], "0:0"),
        (["$USER"], "$USER"),
    ],
)
def test_the_last_user_line_is_the_effective_user(user_lines, user):
    given = dockerfile(line("FROM", "a:1"), *(line("USER", text) for text in user_lines))

    assert messages(GATE, "effective_user", given, users="nobody", type="whitelist") == [
        f"User {user} found as effective user, which is not on the allowed list"
    ]
    assert messages(GATE, "effective_user", given, users=f"nobody,{user}", type="blacklist") == [
        f"User {user} found as effective user, which is explicity not allowed"
    ]
    assert messages(GATE, "effective_user", given, users=user, type="whitelist") == []
    assert messages(GATE, "effective_user", given, users="nobody", type="blacklist") == []


@pytest.mark.parametrize("user", ["0", "0:0", "root:root"])
def test_as_text_other_names_of_root_are_not_root(user):
    assert messages(GATE, "effective_user", dockerfile(line("USER", user)), users="root", type="denylist") == []


@pytest.mark.parametrize("user", ["0", "0:0", "root:root", "root"])
def test_as_an_account_every_name_of_root_is_root(user):
    given = dockerfile(line("FROM", "a:1"), line("USER", user), stages=(Stage(index=0, base="a:1"),))

    assert messages(GATE, "effective_user", given, users="root", type="denylist", compare="account") == [
        f"User {user} found as effective user, which is explicity not allowed"
    ]


def test_as_an_account_the_user_of_another_stage_does_not_count():
    stages = (Stage(index=0, base="a:1", name="build"), Stage(index=1, base="b:1"))
    given = dockerfile(line("FROM", "a:1 AS build"), line("USER", "app"), line("FROM", "b:1", stage=1), stages=stages)

    assert messages(GATE, "effective_user", given, users="root", type="denylist") == []
    assert len(messages(GATE, "effective_user", given, users="root", type="denylist", compare="account")) == 1


def test_as_an_account_the_user_of_the_stage_below_counts():
    stages = (Stage(index=0, base="a:1", name="Base"), Stage(index=1, base="base"))
    given = dockerfile(line("USER", "app:app"), line("FROM", "base", stage=1), stages=stages)

    assert messages(GATE, "effective_user", given, users="app", type="allowlist", compare="account") == []


@pytest.mark.parametrize(("user", "fires"), [("", True), ("0", True), ("app", False)])
def test_as_an_account_the_config_of_the_image_decides(user, fires):
    image = ImageDescription(config=ImageConfig(user=user))
    given = evidence(
        image=image, dockerfile=Dockerfile(mode=DockerfileMode.ACTUAL, instructions=(line("USER", "other"),))
    )

    found = messages(GATE, "effective_user", given, users="root", type="denylist", compare="account")

    assert bool(found) is fires


def test_a_denied_port_fires():
    rule_texts = {"ports": "22,443", "type": "blacklist"}

    assert messages(GATE, "exposed_ports", SMALL, **rule_texts) == [
        "Dockerfile exposes port (22) which is in policy file DENIEDPORTS list"
    ]
    assert ids(GATE, "exposed_ports", SMALL, **rule_texts) == ["cc05c35507995b4a657b63f9b0baa281"]


def test_a_port_that_is_not_allowed_fires():
    assert messages(GATE, "exposed_ports", SMALL, ports="22", type="whitelist") == [
        "Dockerfile exposes port (80/tcp) which is not in policy file ALLOWEDPORTS list"
    ]


def test_zero_stands_for_any_port():
    assert messages(GATE, "exposed_ports", SMALL, ports="0", type="blacklist") == [
        "Dockerfile exposes network ports but policy sets DENIEDPORTS=0: ['22', '80/tcp']"
    ]


@pytest.mark.parametrize(("old", "new"), [("blacklist", "denylist"), ("whitelist", "allowlist")])
def test_new_words_for_lists_mean_the_old_ones(old, new):
    for name, parameter in (("exposed_ports", {"ports": "22"}), ("effective_user", {"users": "app"})):
        assert messages(GATE, name, SMALL, type=new, **parameter) == messages(GATE, name, SMALL, type=old, **parameter)


def test_a_port_in_a_variable_is_known_from_the_config():
    image = ImageDescription(config=ImageConfig(exposed_ports=("22/tcp", "80/tcp")))
    given = evidence(
        image=image, dockerfile=Dockerfile(mode=DockerfileMode.ACTUAL, instructions=(line("EXPOSE", "$PORT 80"),))
    )

    assert messages(GATE, "exposed_ports", given, ports="22,80", type="denylist") == [
        "Dockerfile exposes port (80) which is in policy file DENIEDPORTS list",
        "Dockerfile exposes port (22/tcp) which is in policy file DENIEDPORTS list",
    ]


@pytest.mark.parametrize(("given", "fires"), [(SMALL, False), (guess(), True), (UNKNOWN, True), (NOTHING, True)])
def test_an_image_without_its_dockerfile_is_told(given, fires):
    found = ids(GATE, "no_dockerfile_provided", given)

    assert found == (["b00b22232c1902075263067d2d2b8eea"] if fires else [])


@pytest.mark.parametrize("given", [UNKNOWN, NOTHING])
def test_the_triggers_of_anchore_pass_over_what_is_not_known(given):
    assert messages(GATE, "instruction", given, instruction="ADD", check="not_exists") == []
    assert messages(GATE, "effective_user", given, users="root", type="blacklist") == []
    assert messages(GATE, "exposed_ports", given, ports="22", type="blacklist") == []


def test_actual_dockerfile_only_passes_over_guesses():
    given = guess(line("EXPOSE", "22"), line("ADD", "x /"), line("USER", "root"))

    for only, count in (("true", 0), ("false", 1)):
        texts = {"actual_dockerfile_only": only}
        assert len(messages(GATE, "instruction", given, instruction="ADD", check="exists", **texts)) == count
        assert len(messages(GATE, "exposed_ports", given, ports="22", type="blacklist", **texts)) == count
    assert len(messages(GATE, "effective_user", given, users="root", type="blacklist")) == 1


def finding(check, severity=Severity.HIGH, number=3, **fields):
    return DockerfileFinding(line=number, check=check, title="t", severity=severity, message=f"about {check}", **fields)


FOUND = dockerfile(
    findings=(
        finding("MD002"),
        finding("MD024", Severity.LOW, 1),
        finding("MD066", Severity.NEGLIGIBLE, 9),
        finding("MD009", accepted_by="mooring:ignore"),
    )
)


def test_a_finding_fires_with_its_check_and_line():
    assert messages(GATE, "check", FOUND) == [
        "MD002 at line 3 (high): about MD002",
        "MD024 at line 1 (low): about MD024",
    ]


def test_the_id_of_a_finding_holds_when_lines_move():
    moved = dockerfile(findings=(finding("MD002", number=30),))

    assert ids(GATE, "check", moved) == [ids(GATE, "check", FOUND)[0]] == ["MD002+c4c01727c476"]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"min_severity": "high"}, ["MD002"]),
        ({"min_severity": "unknown"}, ["MD002", "MD024", "MD066"]),
        ({"checks": "DL3002, DS-0026"}, ["MD002", "MD024"]),
        ({"checks": "md024"}, ["MD024"]),
        ({"checks": "MD009"}, []),
        ({"checks": "MD009", "include_accepted": "true"}, ["MD009"]),
        ({"checks": "MD001"}, []),
    ],
)
def test_findings_are_chosen_by_check_and_severity(texts, found):
    assert [message[:5] for message in messages(GATE, "check", FOUND, **texts)] == found


def test_a_check_that_does_not_exist_is_refused():
    with pytest.raises(BadParameter, match="is no check of Dockerfiles") as caught:
        rule(GATE, "check", checks="MD002,DL30002")

    assert caught.value.hint.startswith("did you mean DL30")


def test_what_could_not_be_read_fires():
    given = dockerfile(problems=("line 2: 'FORM' is no instruction",))

    assert messages(GATE, "check", given) == ["Dockerfile could not be read in full: line 2: 'FORM' is no instruction"]


@pytest.mark.parametrize("given", [UNKNOWN, NOTHING])
def test_checks_without_a_dockerfile_fail_and_do_not_pass(given):
    assert failure(GATE, "check", given).startswith("there is no Dockerfile to check")


def test_checks_that_a_history_cannot_answer_fail_and_do_not_pass():
    assert failure(GATE, "check", guess(), checks="MD001,MD002").startswith("MD001 cannot be told from the history")
    assert failure(GATE, "check", guess(), checks="MD002") == ""
    assert failure(GATE, "check", guess(), checks="MD001", actual_dockerfile_only="true") == ""
