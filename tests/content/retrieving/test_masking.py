"""What is kept holds no secret that Mooring knows."""

from mooring.content.options import ContentOptions
from mooring.content.retrieving.masking import masked, masking_key


def test_password_hashes_go_from_files_of_accounts_only():
    content = b"a:$6$s$h:1\n"

    assert masked(b"etc/shadow", content, ContentOptions()) == ("a:…:1\n".encode(), 1)
    assert masked(b"opt/notes", content, ContentOptions()) == (content, 0)


def test_what_the_rules_for_secrets_know_is_masked_too():
    token = "ghp_" + "016C7XtPWy2Z4tLPbE9kqYfBmDhJrN0QaQva"
    content = f"user=app\ntoken={token}\n".encode()

    kept, count = masked(b"etc/app.conf", content, ContentOptions())

    assert token.encode() not in kept
    assert (count, kept.startswith(b"user=app\n")) == (1, True)


def test_rules_for_files_of_some_names_are_heeded():
    content = b"APP=web\nDB_PASSWORD=lPQwXHNL251LsviFcG\n"

    assert masked(b"srv/app.env", content, ContentOptions()) == (b"APP=web\nDB_PASSWORD=***\n", 1)


def test_the_key_follows_the_rules(tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text("[[rules]]\nid = \"mine\"\nregex = '''mine-[0-9]{20}'''\n")

    assert masking_key(ContentOptions()) != masking_key(ContentOptions(secret_rules=(str(rules),)))
