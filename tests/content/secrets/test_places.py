"""Which files are searched."""

import pytest

from mooring.content.secrets.places import accepting, is_credential_file

USUAL = accepting(everywhere=False)
EVERYWHERE = accepting(everywhere=True)


@pytest.mark.parametrize(
    ("path", "head", "usual", "everywhere"),
    [
        (b"app/config.py", b"impo", True, True),
        (b"etc/passwd", b"root", True, True),
        (b"home/app/.bash_history", b"ls\n ", True, True),
        (b"app/node_modules/x/index.js", b"use ", False, True),
        (b"opt/venv/lib/python3/site-packages/x.py", b"impo", False, True),
        (b"usr/share/doc/x", b"text", False, True),
        (b"usr/lib/python3/x/y.conf", b"text", False, True),
        (b"usr/lib/app/y.conf", b"text", True, True),
        (b"usr/src/app/config.js", b"let ", True, True),
        (b"usr/share/nginx/html/config.js", b"let ", True, True),
        (b"app/config.dat", b"A=b\n", True, True),
        (b"app/config.cache", b"\xef\xbb\xbfA", True, True),
        (b"app/table.dat", b"\0\1\2\3", False, False),
        (b"usr/local/bin/start.sh", b"#!/b", True, True),
        (b"app/logo.png", b"\x89PNG", False, False),
        (b"app/server", b"\x7fELF", False, False),
        (b"app/archive", b"\x1f\x8b\x08\0", False, False),
        (b"app/node_modules/x/.env", b"A=b\n", True, True),
        (b"app/node_modules/x/.env.production", b"A=b\n", True, True),
        (b"usr/share/app/server.key", b"----", True, True),
        (b"usr/lib/app/store.P12", b"0\x82\x0a\x0b", True, True),
        (b"usr/lib/app/home/.docker/config.json", b'{"au', True, True),
        (b"usr/lib/jvm/app/config.json", b'{"au', False, True),
        (b"root/.m2/settings.xml", b"<set", True, True),
        (b"root/.m2/repository/x/x.pom", b"<pro", False, True),
        (b"\xff\xfe/\x80", b"text", True, True),
    ],
)
def test_files_are_chosen_by_path_and_first_bytes(path, head, usual, everywhere):
    assert (USUAL(path, head, 100), EVERYWHERE(path, head, 100)) == (usual, everywhere)


def test_a_file_of_nine_bytes_holds_no_secret():
    assert (USUAL(b"app/.env", b"A=b\n", 9), USUAL(b"app/.env", b"A=b\n", 10)) == (False, True)


def test_a_path_that_a_rule_knows_is_taken_wherever_it_lies():
    accepts = accepting(everywhere=False, by_path=lambda path: path.endswith(b".sqlite"))

    assert accepts(b"usr/share/x.sqlite", b"SQLi", 100) is True
    assert accepts(b"usr/share/x.db", b"SQLi", 100) is False


def test_credential_files_are_known_by_name_ending_or_place():
    paths = (b".env", b"a/id_rsa", b"a/b.PEM", b"root/.kube/config", b"root/.aws/credentials", b".netrc")

    assert [path for path in paths if not is_credential_file(path)] == []
    assert not is_credential_file(b"app/config")
