"""Gate `secret_scans`."""

import pytest

from mooring.model.evidence.content import ACCEPTED_BY_COMMENT, Need, Secret, Surface
from mooring.model.severity import Severity
from mooring.policy.gates.secret_scans import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, fired, ids, messages, rule, searched

WHOLE = "Secret content search analyzer found regexp match in container: file="
NONE = "Secret content search analyzer did not find regexp match in container: "


def secret(place: str, rule_id: str = "AWS_ACCESS_KEY", line: int = 1, **fields: object) -> Secret:
    return Secret(place=place, rule=rule_id, line=line, **fields)


def judged(*secrets: Secret, subjects: tuple[str, ...] = ()) -> object:
    return evidence(content=searched(Need.SECRETS, *subjects, secrets=secrets))


IMAGE = judged(
    secret("/etc/a", line=1),
    secret("/etc/a", line=9),
    secret("/etc/b", "PRIV_KEY"),
    secret("/etc/gone", surface=Surface.DELETED, title="AWS key", category="aws", severity=Severity.CRITICAL),
    secret("/etc/ok", accepted_by="baseline b.json"),
    secret("config:environment/KEY", "generic-password", 0, surface=Surface.CONFIG, category="generic"),
)


def test_each_file_and_rule_fires_once_and_only_in_files_that_the_image_shows():
    assert [f"{WHOLE}/etc/a regexp=AWS_ACCESS_KEY", f"{WHOLE}/etc/b regexp=PRIV_KEY"] == messages(
        GATE, "content_regex_checks", IMAGE
    )


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY", "AWS_SECRET_KEY", "PRIV_KEY", "DOCKER_AUTH", "API_KEY"])
def test_a_name_means_one_rule_and_not_those_that_are_a_part_of_it(name):
    image = judged(secret("/x", name), secret("/y", "KEY"), secret("/z", "A"))

    for written in (name, f"{name}=(?i).*"):
        assert [f"{WHOLE}/x regexp={name}"] == messages(GATE, "content_regex_checks", image, content_regex_name=written)


def test_a_path_is_matched_from_its_start():
    assert [f"{WHOLE}/etc/b regexp=PRIV_KEY"] == messages(GATE, "content_regex_checks", IMAGE, filename_regex=".*/b$")
    assert [] == messages(GATE, "content_regex_checks", IMAGE, filename_regex="etc")


def test_a_line_break_in_a_name_hides_no_secret():
    assert 1 == len(messages(GATE, "content_regex_checks", judged(secret("/a\nb.key")), filename_regex=".*\\.key$"))


def test_the_id_is_the_same_from_image_to_image():
    assert ["f5b59e8f0d573ac6f3d5960daa4e4b56"] == ids(GATE, "content_regex_checks", judged(secret("/etc/a", line=7)))


def test_the_expression_of_old_allowlists_can_be_given():
    found = messages(GATE, "content_regex_checks", judged(secret("/etc/a")), legacy_regex="(?i).*key.*")

    assert [f"{WHOLE}/etc/a regexp=AWS_ACCESS_KEY=(?i).*key.*"] == found


def test_notfound_fires_once_where_nothing_is_found():
    ask = {"match_type": "notfound"}

    assert [f"{NONE}filename_regex=* content_regex_name=all"] == messages(GATE, "content_regex_checks", judged(), **ask)
    assert [] == messages(GATE, "content_regex_checks", IMAGE, **ask)
    assert [f"{NONE}filename_regex=/opt/.* content_regex_name=PRIV_KEY"] == messages(
        GATE, "content_regex_checks", IMAGE, filename_regex="/opt/.*", content_regex_name="PRIV_KEY", **ask
    )


def test_a_rule_that_the_search_does_not_have_is_not_passed():
    image = judged(subjects=("PRIV_KEY", "API_KEY"))

    assert "'MINE' was not looked for" in failure(GATE, "content_regex_checks", image, content_regex_name="MINE")
    assert "" == failure(GATE, "content_regex_checks", image, content_regex_name="API_KEY")


def test_the_trigger_secret_looks_everywhere_and_says_where():
    found = messages(GATE, "secret", IMAGE)

    assert 5 == len(found)
    assert "AWS key (AWS_ACCESS_KEY, critical) found in /etc/gone, line 1 (deleted)" in found
    assert "generic-password (generic-password, high) found in config:environment/KEY (config)" in found


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ({"rules": "AWS_*"}, 3),
        ({"rules": "PRIV_KEY"}, 1),
        ({"categories": "aws,generic"}, 2),
        ({"min_severity": "critical"}, 1),
        ({"surfaces": "config,history"}, 1),
        ({"surfaces": "deleted,shadowed"}, 1),
        ({"paths": "/etc/*"}, 4),
        ({"exclude_paths": "/etc/*"}, 1),
        ({"paths": "/etc/*", "exclude_paths": "/etc/a,config:*", "rules": "regexp:.*KEY$"}, 2),
    ],
)
def test_the_trigger_secret_can_be_narrowed(texts, count):
    assert count == len(fired(GATE, "secret", IMAGE, **texts))


COMMENTED = judged(secret("/etc/a", accepted_by=ACCEPTED_BY_COMMENT), secret("/etc/b", accepted_by="baseline b.json"))


def test_a_comment_in_the_image_accepts_nothing_unless_the_rule_says_so():
    assert [f"{WHOLE}/etc/a regexp=AWS_ACCESS_KEY"] == messages(GATE, "content_regex_checks", COMMENTED)
    assert ["/etc/a"] == [one.subject for one in fired(GATE, "secret", COMMENTED)]
    assert [] == fired(GATE, "secret", COMMENTED, heed_comments="true")


def test_a_name_that_no_rule_has_is_not_passed():
    image = judged(subjects=("github-pat", "github-app-token"))

    assert "no rule 'gitub-*'" in failure(GATE, "secret", image, rules="github-pat,gitub-*")
    assert "" == failure(GATE, "secret", image, rules="github-*")


def test_the_id_of_a_secret_has_its_fingerprint_and_not_its_line():
    image = judged(secret("/a", line=3, fingerprint="0123456789abcdef" * 2), secret("/a", line=4))

    assert ["AWS_ACCESS_KEY+/a+0123456789abcdef", "AWS_ACCESS_KEY+/a"] == ids(GATE, "secret", image)
    assert ["/a", "/a"] == [one.subject for one in fired(GATE, "secret", image)]
    assert [""] == [one.subject for one in fired(GATE, "secret", IMAGE, surfaces="config")]


def test_both_rest_on_the_secret_search():
    assert (Need.SECRETS,) == rule(GATE, "secret").needs()
    assert (Need.SECRETS,) == rule(GATE, "content_regex_checks").needs()
    with pytest.raises(BadParameter, match="did you mean|expected one of"):
        rule(GATE, "content_regex_checks", match_type="not_found")
