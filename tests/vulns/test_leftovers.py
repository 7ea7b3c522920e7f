"""Temporary folders of killed processes."""

from mooring.vulns.leftovers import PREFIX, remove_leftovers, temporary_folder


def test_a_folder_is_gone_at_the_end(tmp_path):
    with temporary_folder(tmp_path) as folder:
        (folder / "file").write_text("x")

    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_in_use_stays(tmp_path):
    with temporary_folder(tmp_path) as folder:
        remove_leftovers(tmp_path)

        assert folder.is_dir()


def test_a_folder_that_nobody_uses_is_removed_and_others_are_let_be(tmp_path):
    left = tmp_path / f"{PREFIX}left"
    for folder in (left, tmp_path / f"{PREFIX}without-lock", tmp_path / "other"):
        folder.mkdir()
    (left / "lock").touch()

    remove_leftovers(tmp_path)

    assert {f"{PREFIX}without-lock", "other"} == {path.name for path in tmp_path.iterdir()}
