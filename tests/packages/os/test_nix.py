"""The Nix store, by its database and by its paths."""

import sqlite3
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.os.nix import READER

DATABASE = "nix/var/nix/db/db.sqlite"
HASH = "0123456789abcdfghijklmnpqrsvwxyz"


def store(name):
    return f"/nix/store/{HASH}-{name}"


def database(paths, references=()):
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE ValidPaths (id integer primary key autoincrement not null, path text unique not null, hash text not null,"
        " registrationTime integer not null, deriver text, narSize integer, ultimate integer, sigs text, ca text)"
    )
    connection.execute(
        "CREATE TABLE Refs (referrer integer not null, reference integer not null, primary key (referrer, reference))"
    )
    for path, deriver in paths:
        connection.execute(
            "INSERT INTO ValidPaths VALUES (NULL, ?, 'sha256:00', 1, ?, 42, 1, NULL, NULL)", (path, deriver)
        )
    connection.executemany("INSERT INTO Refs VALUES (?, ?)", references)
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def facts(content, path=DATABASE):
    return list(READER.read(LayerFile(path=path, content=content)))


def test_each_valid_path_is_a_package_with_its_output_and_derivation():
    (fact,) = facts(database([(store("openssl-3.0.9-bin"), store("openssl-3.0.9.drv"))]))

    assert (fact.type, fact.name, fact.version) == ("nix", "openssl", "3.0.9")
    assert fact.qualifiers == {"output": "bin", "outputhash": HASH, "drvpath": f"{HASH}-openssl-3.0.9.drv"}
    assert fact.properties == {
        "store_path": store("openssl-3.0.9-bin"),
        "nar_hash": "sha256:00",
        "installed_size": "42",
    }


def test_references_are_edges_between_store_paths():
    paths = [(store("bash-5.2"), None), (store("glibc-2.37-8"), None), (store("source"), None)]

    bash, glibc = facts(database(paths, [(1, 2), (1, 1), (1, 3), (2, 9)]))

    assert bash.depends == (f"{HASH}-glibc-2.37-8",)
    assert glibc.provides == bash.depends


@pytest.mark.parametrize(
    ("base", "name", "version", "output"),
    [
        ("bash-5.2-p15", "bash", "5.2-p15", ""),
        ("gcc-12.2.0-lib", "gcc", "12.2.0", "lib"),
        ("python3.10-requests-2.28.1", "python3.10-requests", "2.28.1", ""),
        ("ncurses-6.4", "ncurses", "6.4", ""),
        ("xgcc-12.2.0-libgcc", "xgcc", "12.2.0-libgcc", ""),
        ("nss-cacert-3.89.1", "nss-cacert", "3.89.1", ""),
    ],
)
def test_a_program_speaks_for_the_store_path_it_lies_in(base, name, version, output):
    (fact,) = facts(b"\x7fELF", f"nix/store/{HASH}-{base}/bin/program")

    assert (fact.name, fact.version, fact.qualifiers.get("output", "")) == (name, version, output)
    assert fact.key == f"nix:{HASH}-{base}"


@pytest.mark.parametrize(
    "base", ["source", "bash-5.2.drv", "hello-2.1.tar.gz", "fix-1.0.patch", "user-environment", "-1.0"]
)
def test_what_is_no_package_is_left_out(base):
    assert facts(database([(store(base), None), ("/elsewhere", None)])) == []


def test_a_store_below_a_folder_is_kept_apart():
    (fact,) = facts(b"#!/nix/store", f"srv/root/nix/store/{HASH}-bash-5.2/bin/sh")

    assert (fact.home, fact.properties["root"], fact.key) == ("srv/root", "srv/root", f"nix:/srv/root:{HASH}-bash-5.2")


def test_a_database_without_the_tables_is_told():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE other (a)")
    connection.commit()

    with pytest.raises(ReadError, match="has no table 'ValidPaths'"):
        facts(connection.serialize())
    connection.close()


SEED = database([(store(f"package{number}-1.{number}"), None) for number in range(40)], [(1, 2), (2, 3)])


@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(SEED)))
def test_mutated_databases_raise_nothing_but_read_error(changes, end):
    content = bytearray(SEED)
    for at, byte in changes:
        content[at] = byte
    with suppress(ReadError):
        facts(bytes(content[:end]))


@given(st.text(max_size=60))
def test_arbitrary_paths_raise_nothing(tail):
    facts(b"\x7fELF", f"nix/store/{HASH}-{tail}")
