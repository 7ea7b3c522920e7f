"""Image references and platforms, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import BadReference
from mooring.model.image import ImageReference, Platform, is_digest

SHA = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("alpine", "docker.io/library/alpine:latest", "alpine:latest"),
        ("alpine:3.20", "docker.io/library/alpine:3.20", "alpine:3.20"),
        ("team/app", "docker.io/team/app:latest", "team/app:latest"),
        ("index.docker.io/nginx:1", "docker.io/library/nginx:1", "nginx:1"),
        ("registry.example/a/b/c:1", "registry.example/a/b/c:1", "registry.example/a/b/c:1"),
        ("localhost/app", "localhost/app:latest", "localhost/app:latest"),
        ("localhost:5000/app:x", "localhost:5000/app:x", "localhost:5000/app:x"),
        ("[::1]:5000/app:x", "[::1]:5000/app:x", "[::1]:5000/app:x"),
        (f"app@{SHA}", f"docker.io/library/app@{SHA}", f"app@{SHA}"),
        (f"registry.example/app:1@{SHA}", f"registry.example/app:1@{SHA}", f"registry.example/app:1@{SHA}"),
        ("a_b/c--d/e__f.g", "docker.io/a_b/c--d/e__f.g:latest", "a_b/c--d/e__f.g:latest"),
    ],
)
def test_a_reference_is_normalised_as_docker_does(text, full, familiar):
    reference = ImageReference.parse(text)

    assert (str(reference), reference.familiar) == (full, familiar)
    assert ImageReference.parse(str(reference)) == reference
    assert ImageReference.parse(reference.familiar) == reference


NONE = ["", ":", "@", "/", "a//b", "a/", "/a", "App", "registry.example/App", "a:", "a:b:c", "a@sha256:12", "a@", f"a@{SHA.upper()}", "a b",
        "-a", "a-", "a..b", "a___b", "a:-x",
        "a:" + "x" * 129, "x/" * 200 + "a", "registry.example:port/a", "a\n", "ü", "../a", "a/../b"]  # fmt: skip


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(BadReference):
        ImageReference.parse(text)


@given(st.text(max_size=60))
def test_parsing_raises_bad_references_only(text):
    try:
        reference = ImageReference.parse(text)
    except BadReference:
        return
    assert ImageReference.parse(str(reference)) == reference


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a." * 50_000, "a-" * 50_000, "registry.example/" + "a-" * 50_000 + "/"]
)
def test_a_long_text_is_refused_at_once(text):
    with pytest.raises(BadReference):
        ImageReference.parse(text)


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("linux/amd64", Platform(os="linux", architecture="amd64")),
        ("arm64", Platform(os="linux", architecture="arm64")),
        ("Linux/ARM/v7", Platform(os="linux", architecture="arm", variant="v7")),
        (" windows/amd64 ", Platform(os="windows", architecture="amd64")),
    ],
)
def test_a_platform_is_read(text, platform):
    assert Platform.parse(text) == platform
    assert Platform.parse(str(platform)) == platform


@pytest.mark.parametrize("text", ["", "/", "linux/", "/amd64", "a/b/c/d", " "])
def test_what_is_no_platform_is_refused(text):
    with pytest.raises(BadReference):
        Platform.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SHA, True), ("sha512:" + "0" * 128, True), (SHA[:-1], False), (SHA + "0", False), (SHA + "\n", False),
     ("sha256:" + "A" * 64, False), ("md5:" + "0" * 32, False), ("", False)],
    ids=range(8),
)  # fmt: skip
def test_a_digest_is_told_from_other_texts(text, expected):
    assert is_digest(text) is expected
