"""Which rules a search has."""

import pytest

from mooring.base.errors import BadConfig
from mooring.content.options import NO_CONTENT, ContentOptions
from mooring.content.secrets.rule_set import rules_of

OWN = "[[rules]]\nid = 'house'\nregex = 'house_[a-z]{8}'\n"


def ids_of(*paths) -> set[str]:
    """The rules that these files give."""
    return {rule.id for rule in rules_of(ContentOptions(secret_rules=tuple(map(str, paths)))).rules}


def written(path, text: str):
    """The file with this text."""
    path.write_text(text)
    return path


def test_without_files_the_rules_are_those_of_mooring():
    rules = rules_of(NO_CONTENT)

    assert rules.rule("github-pat") is not None
    assert len({rule.id for rule in rules.rules}) == len(rules.rules) >= 150


def test_rules_of_a_file_are_added_to_those_of_mooring(tmp_path):
    assert ids_of(written(tmp_path / "a.toml", OWN)) == {rule.id for rule in rules_of(NO_CONTENT).rules} | {"house"}


def test_a_file_may_stand_alone(tmp_path):
    assert ids_of(written(tmp_path / "a.toml", "[extend]\nuseDefault = false\n" + OWN)) == {"house"}


def test_a_file_may_take_rules_out(tmp_path):
    path = written(tmp_path / "a.toml", "[extend]\ndisabledRules = ['github-pat', 'not-one-of-ours']\n" + OWN)

    assert "github-pat" not in ids_of(path)


def test_a_file_extends_another_beside_it(tmp_path):
    written(tmp_path / "base.toml", "[extend]\nuseDefault = false\n" + OWN)
    path = written(tmp_path / "a.toml", "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'other'\nregex = 'x{4}'\n")

    assert ids_of(path) == {"house", "other"}


def test_files_that_extend_one_another_end(tmp_path):
    path = written(tmp_path / "a.toml", f"[extend]\nuseDefault = false\npath = '{tmp_path}/a.toml'\n" + OWN)
    for number in range(12):
        written(tmp_path / f"{number}.toml", f"[extend]\npath = '{number + 1}.toml'\n" + OWN)

    assert ids_of(path) == {"house"}
    with pytest.raises(BadConfig, match="extend one another"):
        ids_of(tmp_path / "0.toml")


def test_a_file_that_changes_has_other_rules(tmp_path):
    first = ids_of(written(tmp_path / "a.toml", OWN))

    assert ids_of(written(tmp_path / "a.toml", OWN.replace("'house'", "'castle'"))) != first


@pytest.mark.parametrize("name", ["missing.toml", ".", "nul\0"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(BadConfig, match="cannot be read"):
        ids_of(f"{tmp_path}/{name}")


def test_the_digest_changes_with_the_rules(tmp_path):
    options = ContentOptions(secret_rules=(str(written(tmp_path / "a.toml", OWN)),))

    assert rules_of(options).digest != rules_of(NO_CONTENT).digest
