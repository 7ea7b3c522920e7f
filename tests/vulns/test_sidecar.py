"""The document beside a database."""

from mooring.vulns.sidecar import Sidecar, read_sidecar, sidecar_path, write_sidecar

SIDECAR = Sidecar(digest="sha256:00", size_bytes=1, schema="1", built="2025-02-20T12:00:00Z", kind="full")


def test_what_is_written_is_read_and_lies_beside_the_file(tmp_path):
    write_sidecar(tmp_path / "a.db", SIDECAR)

    assert SIDECAR == read_sidecar(tmp_path / "a.db")
    assert tmp_path / "a.db.json" == sidecar_path(tmp_path / "a.db")


def test_none_is_none(tmp_path):
    assert read_sidecar(tmp_path / "a.db") is None


def test_fields_of_later_versions_are_passed_over(tmp_path):
    sidecar_path(tmp_path / "a.db").write_text(
        '{"digest": "sha256:00", "size_bytes": 1, "schema": "1", "built": "2025-02-20T12:00:00Z", "kind": "full", "new": [1]}'
    )

    assert SIDECAR == read_sidecar(tmp_path / "a.db")
