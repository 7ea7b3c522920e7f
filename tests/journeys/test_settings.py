"""Settings, the cache and the list of readers, from the command line."""

import json
import os
import sys

import pytest

from journeys.running import debian_image, mooring
from mooring.cli.arguments import children_of, parser_of
from mooring.cli.commands.db import ACTIONS, COMMAND
from mooring.cli.main import COMMANDS
from mooring.cli.streams import Results
from mooring.scan.readers import all_readers


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())
    return tmp_path


def rows_of(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def test_each_setting_says_where_it_comes_from(folder):
    (folder / ".mooring.toml").write_text("[scan]\njobs = 3\nmax_file_bytes = '10 MiB'\n")

    ended = mooring("config", "--cache-dir", "kept", folder=folder, extra={"MOORING_SCAN_MAX_LAYERS": "7"})

    rows = rows_of(ended.out)
    assert (ended.code, ended.messages) == (0, "")
    assert rows["scan.jobs"][0:2] == ["3", "file"]
    assert rows["scan.max_file_bytes"][0:2] == [str(10 << 20), "file"]
    assert rows["scan.max_layers"] == ["7", "environment", "MOORING_SCAN_MAX_LAYERS"]
    assert rows["cache.directory"] == ["kept", "flag"]
    assert rows["scan.max_archive_depth"] == ["8", "default"]


def test_the_table_of_settings_hides_secrets(folder):
    extra = {"MOORING_REGISTRY_PASSWORD": "hunter2", "MOORING_REGISTRY_TOKEN": "tokentoken"}

    ended = mooring("config", folder=folder, extra=extra)

    assert "environment MOORING_REGISTRY_PASSWORD" in ended.out
    assert "hunter2" not in ended.out + ended.messages
    assert "tokentoken" not in ended.out + ended.messages


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"MOORING_SCAN_JOB": "1"}, "there is no setting 'scan.job'"),
        ({"MOORING_SCAN_JOBS": "many"}, "MOORING_SCAN_JOBS is 'many'; expected a whole number"),
        ({"MOORING_CACHE_ENABLED": "perhaps"}, "expected true or false"),
        ({"MOORING_CONFIG": "no.toml"}, "'no.toml' does not exist"),
    ],
    ids=["name", "number", "boolean", "file"],
)
def test_a_setting_that_makes_no_sense_ends_with_2(extra, message, folder):
    ended = mooring("scan", "app.tar", folder=folder, extra=extra)

    assert (ended.code, ended.out) == (2, "")
    assert message in ended.messages


def test_a_settings_file_with_a_mistake_names_file_and_setting(folder):
    (folder / ".mooring.toml").write_text("[scan]\njbos = 3\n")

    ended = mooring("scan", "app.tar", folder=folder)

    assert ended.code == 2
    assert ".mooring.toml" in ended.messages
    assert "did you mean 'jobs'?" in ended.messages


def test_an_environment_variable_changes_a_scan(folder):
    ended = mooring("scan", "app.tar", folder=folder, extra={"MOORING_SCAN_MAX_LAYERS": "1"})

    assert ended.code == 3
    assert "has 2 layers; the limit is 1" in ended.messages


def test_the_cache_fills_shows_and_empties(folder):
    before = mooring("cache", folder=folder)
    mooring("scan", "app.tar", folder=folder)
    filled = mooring("cache", "show", folder=folder)
    freed = mooring("cache", "prune", "--max-size", "0", folder=folder)
    after = mooring("cache", folder=folder)

    assert [rows_of(ended.out)["layers"] for ended in (before, filled, after)] == [["0"], ["2"], ["0"]]
    assert freed.out.endswith("0 B are left\n")
    assert {ended.code for ended in (before, filled, freed, after)} == {0}


def test_the_cache_lies_where_it_is_told_to(folder):
    for arguments, place in ((("--cache-dir", "here"), "here"), ((), "there/mooring")):
        ended = mooring("scan", "app.tar", *arguments, folder=folder, extra={"XDG_CACHE_HOME": str(folder / "there")})

        assert ended.code == 0
        assert len(list((folder / place).rglob("*.facts"))) == 2


def test_without_a_home_the_cache_is_a_folder_of_ones_own(folder):
    extra = {"HOME": "", "TMPDIR": str(folder)}
    made = folder / f"mooring-cache-{os.getuid()}"
    first = mooring("scan", "app.tar", "-q", "-o", "purls", folder=folder, extra=extra)
    mode = made.stat().st_mode & 0o777
    made.chmod(0o777)

    second = mooring("scan", "app.tar", "-q", "-o", "purls", folder=folder, extra=extra)

    assert (first.code, oct(mode)) == (0, "0o700")
    assert (second.code, second.out) == (2, "")
    assert "others may write to it" in second.messages


def test_a_scan_without_cache_leaves_nothing(folder):
    mooring("scan", "app.tar", "--no-cache", folder=folder)

    assert [path.name for path in folder.iterdir()] == ["app.tar"]


def test_the_readers_are_listed_for_machines(folder):
    ended = mooring("readers", "--json", folder=folder)

    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["name"] for row in rows] == [reader.name for reader in all_readers()]
    assert all(row["reads"] for row in rows)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_flag(command, tmp_path):
    from mooring.cli.main import _command

    ended = mooring(command, "--help", folder=tmp_path)
    same = mooring("help", command, folder=tmp_path)

    parser = parser_of(_command(command), Results(sys.stdout))
    flags = [flag for action in parser._actions for flag in action.option_strings]
    assert (ended.code, ended.messages, ended.out) == (0, "", same.out)
    assert [flag for flag in flags if flag not in ended.out] == []
    assert all(action.help for action in parser._actions if action.dest != "action")


@pytest.mark.parametrize("action", ACTIONS)
def test_help_explains_every_action_of_db(action, tmp_path):
    ended = mooring("db", action, "--help", folder=tmp_path)

    child = children_of(parser_of(COMMAND, Results(sys.stdout)))[action]
    assert (ended.code, ended.messages) == (0, "")
    assert [flag for one in child._actions for flag in one.option_strings if flag not in ended.out] == []
    assert all(one.help for one in child._actions)


def test_help_names_every_command(tmp_path):
    ended = mooring("--help", folder=tmp_path)

    assert (ended.code, ended.messages) == (0, "")
    assert [command for command in COMMANDS if f"  {command} " not in ended.out] == []


def test_the_version_is_one_line(tmp_path):
    ended = mooring("--version", folder=tmp_path)

    assert (ended.code, ended.messages) == (0, "")
    assert ended.out.startswith("mooring ")
    assert ended.out.count("\n") == 1
