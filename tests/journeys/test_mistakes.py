"""What people mistype, and what Mooring answers: a message, a hint, an exit code, never a traceback."""

import pytest

from journeys.running import debian_image, mooring


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())
    return tmp_path


MISTAKES = [
    (("scna", "app.tar"), 2, "'scna' is not a command", "did you mean `mooring scan`?"),
    (("alpine:3.20",), 2, "'alpine:3.20' is not a command", "`mooring scan alpine:3.20`"),
    (("scan",), 2, "needs REFERENCE", "--help"),
    (("scan", ""), 2, "the image reference is empty", ""),
    (("scan", "app.tar", "--quite"), 2, "has no flag '--quite'", "did you mean '--quiet'?"),
    (("scan", "app.tar", "more"), 2, "no second argument 'more'", "--help"),
    (("scan", "app.tar", "-o"), 2, "-o/--output", "--help"),
    (("scan", "app.tar", "-o", "jsno"), 2, "'jsno' is not a report format", "did you mean 'json'?"),
    (("scan", "app.tar", "-o", "json", "-o", "csv"), 2, "two reports would go to standard output", "-o FORMAT=FILE"),
    (("scan", "app.tar", "-o", "template"), 2, "needs a template", "--template FILE"),
    (("scan", "app.tar", "-o", "template", "--template", "no.j2"), 2, "'no.j2' cannot be read: no such file or directory", ""),
    (("scan", "app.tar", "--jobs", "many"), 2, "--jobs is 'many'; expected a whole number", ""),
    (("scan", "app.tar", "--platform", "a/b/c/d"), 2, "'a/b/c/d' is not a platform", "linux/arm64/v8"),
    (("scan", "app.tar", "--platform", "linux/arm64"), 3, "app.tar is for linux/amd64", "leave out --platform"),
    (("scan", "app.tar", "--config", "no.toml"), 2, "the settings file 'no.toml' does not exist", ""),
    (("scan", "docker-archive:no.tar"), 3, "'no.tar' does not exist", ""),
    (("scan", "dir:no"), 3, "'no'", ""),
    (("scan", "sbom:app.tar"), 3, "app.tar", ""),
    (("scan", "dokcer-archive:app.tar", "--offline"), 3, "'dokcer-archive:app.tar' on this machine", "--offline was given"),
    (("scan", "registry.example/app@sha256:12"), 2, "is neither a file, a folder nor an image reference", ""),
    (("scan", "registry:registry.example/app@sha256:12"), 2, "no valid digest after '@'", "64 hex digits"),
    (("scan", "registry:registry.example/App"), 2, "capital letters", "registry.example/app"),
    (("scan", "registry.example/app", "--offline"), 3, "on this machine", "--offline was given"),
    (("scan", "-", "-o", "json"), 3, "standard input is empty", "docker save"),
    (("scan", "app.tar", "-o", "json=no/such/folder/x"), 3, "'no/such/folder/x' could not be written: no such file", ""),
    (("scan", "app.tar", "-o", "json=."), 3, "could not be written: is a directory", ""),
    (("cache", "shwo"), 2, "'shwo'; expected one of 'show', 'prune', 'path'", ""),
    (("cache", "prune", "--max-size", "5X"), 2, "'5X' is not a size", "500M"),
    (("readers", "--xml"), 2, "has no flag '--xml'", ""),
    (("version", "now"), 2, "no second argument 'now'", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    MISTAKES,
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_answered_with_a_message(words, code, message, hint, folder):
    ended = mooring(*words, folder=folder)

    lines = [line for line in ended.messages.splitlines() if not line.startswith("note: ")]
    assert (ended.code, ended.out) == (code, "")
    assert lines[0].startswith("error: ")
    assert message in lines[0]
    assert hint in "".join(lines[1:])
    assert all(line.startswith("hint:  ") for line in lines[1:])


def test_a_missing_report_leaves_no_half_file_behind(folder):
    mooring("scan", "app.tar", "-o", "json=.", folder=folder)

    assert [path.name for path in folder.iterdir() if path.name != ".cache"] == ["app.tar"]
