"""Flags and settings become options of the scan: words are checked, the key of the fingerprints is made once."""

import argparse
import io
import stat

import pytest

from mooring.base.config import Config, ContentConfig, SecretText
from mooring.base.errors import UsageError
from mooring.cli.command import Context
from mooring.cli.content import Wanted, add_content_arguments, wanted_by, with_content
from mooring.model.evidence.content import Need
from mooring.scan.options import ScanOptions


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-cache", action="store_true")
    add_content_arguments(parser)
    return parser.parse_args(words)


def context() -> Context:
    return Context(
        environment={"PATH": ""}, standard_input=io.BytesIO(), output=None, messages=io.StringIO(),
        is_output_terminal=False, is_messages_terminal=False,
    )  # fmt: skip


def options(*words: str, section: ContentConfig | None = None) -> ScanOptions:
    arguments, section = parsed(*words), section or ContentConfig()
    return with_content(ScanOptions(), wanted_by(arguments, section), Config(content=section), arguments, context())


def test_nothing_is_looked_for_unless_asked():
    assert Wanted() == wanted_by(parsed(), ContentConfig())


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        (["--secrets"], {Need.SECRETS}),
        (["--content", "secrets,malware"], {Need.SECRETS, Need.MALWARE}),
        (["--clamd", "/run/x"], {Need.MALWARE}),
        (["--content", "ALL"],
         {Need.SECRETS, Need.MALWARE, Need.LICENSE_TEXTS, Need.VERIFICATION, Need.SIGNATURES}),
    ],
)  # fmt: skip
def test_flags_say_what_is_looked_for(words, needs):
    assert needs == wanted_by(parsed(*words), ContentConfig()).needs


def test_a_word_that_is_no_kind_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        wanted_by(parsed("--content", "secret"), ContentConfig())

    assert caught.value.hint == "did you mean 'secrets'?"


def test_the_key_of_fingerprints_is_made_once_and_is_private(tmp_path):
    section = ContentConfig(fingerprint_key_file=str(tmp_path / "new" / "key"))

    keys = {options("--secrets", section=section).content.fingerprint_key.reveal() for _ in range(2)}

    assert len(keys) == 1 and len(keys.pop()) == 64
    assert stat.S_IMODE((tmp_path / "new" / "key").stat().st_mode) == 0o600


def test_a_key_that_is_given_is_used_and_no_file_is_made(tmp_path):
    section = ContentConfig(fingerprint_key=SecretText("mine"), fingerprint_key_file=str(tmp_path / "key"))

    assert "mine" == options("--secrets", section=section).content.fingerprint_key.reveal()
    assert not (tmp_path / "key").exists()


def test_where_no_key_can_be_kept_there_are_no_fingerprints(tmp_path):
    (tmp_path / "file").write_text("")
    section = ContentConfig(fingerprint_key_file=str(tmp_path / "file" / "key"))

    assert not options("--secrets", section=section).content.fingerprint_key


def test_a_search_has_a_name_or_is_its_own():
    found = options("--search", "KEY=a+", "--search", "^x=y$", section=ContentConfig(search={"S": "s"})).content.search

    assert (("S", "s"), ("KEY", "a+"), ("^x=y$", "^x=y$")) == found


def test_a_dockerfile_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="the Dockerfile .* cannot be read: no such file or directory"):
        options("--dockerfile", str(tmp_path / "Dockerfile"))
