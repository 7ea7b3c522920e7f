"""Files that are asked for are kept as the image shows them, without the secrets in them."""

import hashlib

import pytest

from content.gathering import gather
from images.build import Entry, layer
from mooring.base.errors import BadConfig
from mooring.base.limits import Limits
from mooring.content.kinds.retrieved_files import KIND
from mooring.content.options import ContentOptions
from mooring.model.evidence.content import Need


def kept(*layers, retrieve=("/etc/app.conf",), limit=1000, **given):
    return gather(KIND, ContentOptions(retrieve=tuple(retrieve), max_retrieved_bytes=limit), *layers, **given)


def files(gathered) -> dict[str, bytes]:
    return {file.path: file.content for file in gathered.content.retrieved}


def link(target: str) -> Entry:
    return Entry(kind="symlink", target=target)


def test_a_file_is_kept_with_its_size_digest_and_layer():
    one = layer({"etc/app.conf": b"a=1\n", "etc/other": b"x"})

    gathered = kept(one)

    (file,) = gathered.content.retrieved
    assert (file.path, file.content, file.size, file.layer) == ("/etc/app.conf", b"a=1\n", 4, one.diff_id)
    assert file.sha256 == hashlib.sha256(b"a=1\n").hexdigest()
    assert gathered.content.has(Need.RETRIEVED_FILES)


def test_the_version_of_the_last_layer_is_kept_and_what_it_removes_is_not():
    base = layer({"etc/app.conf": b"old", "etc/gone": b"old"})
    top = layer({"etc/app.conf": b"new"}, whiteouts=("etc/gone",))

    assert files(kept(base, top, retrieve=("/etc/app.conf", "/etc/gone"))) == {"/etc/app.conf": b"new"}


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("/etc/*.conf", ["/etc/a.conf"]),
        ("/etc/**", ["/etc/a.conf", "/etc/d/b.conf", "/etc/d/e/c.conf"]),
        ("/etc/**/*.conf", ["/etc/a.conf", "/etc/d/b.conf", "/etc/d/e/c.conf"]),
        ("/etc/*/*.conf", ["/etc/d/b.conf"]),
        ("**/c.conf", ["/etc/d/e/c.conf"]),
        ("etc/d*/b.conf", ["/etc/d/b.conf"]),
        ("/etc/[a].conf*", []),
    ],
)
def test_a_star_stays_within_a_name_and_two_cross_folders(pattern, paths):
    one = layer({"etc/a.conf": b"1", "etc/d/b.conf": b"2", "etc/d/e/c.conf": b"3", "opt/x": b"4"})

    assert list(files(kept(one, retrieve=(pattern,)))) == paths


@pytest.mark.parametrize("target", ["../usr/lib/app.conf", "/usr/lib/app.conf", "../lib/app.conf"])
def test_a_link_gives_the_file_that_it_leads_to_under_the_path_asked_for(target):
    one = layer({"etc/app.conf": link(target), "lib": link("usr/lib"), "usr/lib/app.conf": b"real"})

    assert files(kept(one)) == {"/etc/app.conf": b"real"}


def test_a_hard_link_gives_the_file_of_its_own_layer():
    base = layer({"opt/app.conf": b"first", "etc/app.conf": Entry(kind="hardlink", target="opt/app.conf")})
    top = layer({"opt/app.conf": b"second"})

    assert files(kept(base, top)) == {"/etc/app.conf": b"first"}


def test_a_link_to_another_name_is_not_among_what_was_looked_for():
    """Nobody kept that file: a rule about the path must not pass because it is not there."""
    one = layer({"etc/app.conf": link("real.conf"), "etc/real.conf": b"1", "etc/b": b"2"})

    gathered = kept(one, retrieve=("/etc/app.conf", "/etc/b"))

    assert files(gathered) == {"/etc/b": b"2"}
    assert gathered.search.subjects == ("/etc/b",)
    assert "/etc/app.conf leads to /etc/real.conf" in gathered.search.settings
    assert not kept(one).content.has(Need.RETRIEVED_FILES)


def test_a_dangling_link_and_a_loop_are_no_file():
    one = layer({"etc/app.conf": link("app.conf"), "etc/b": link("nowhere")})

    gathered = kept(one, retrieve=("/etc/app.conf", "/etc/b"))

    assert (gathered.content.retrieved, gathered.search.subjects) == ((), ("/etc/app.conf", "/etc/b"))


def test_an_empty_file_is_kept_as_an_empty_one():
    gathered = kept(layer({"etc/app.conf": b""}))

    assert [(file.content, file.size, file.sha256) for file in gathered.content.retrieved] == [
        (b"", 0, hashlib.sha256(b"").hexdigest())
    ]


def test_a_file_above_the_limit_is_a_problem_and_not_an_empty_one():
    gathered = kept(layer({"etc/app.conf": b"x" * 1001}))

    assert gathered.content.retrieved == ()
    assert gathered.problems == [
        "/etc/app.conf: has 1001 bytes and was not kept; the limit is 1000 (content.max_retrieved_bytes) (reader retrieved-files 1)"
    ]


def test_a_large_file_that_only_has_the_name_of_one_asked_for_is_no_problem():
    gathered = kept(layer({"opt/app.conf": b"x" * 1001, "etc/app.conf": link("/opt/app.conf")}))

    assert (gathered.content.retrieved, gathered.problems) == ((), [])
    assert "ask for that path" in gathered.search.problem


def test_a_file_that_cannot_be_held_is_a_problem():
    gathered = kept(layer({"etc/app.conf": b"x" * 3000}), limits=Limits(max_file_bytes=2000))

    assert (gathered.content.retrieved, len(gathered.problems)) == ((), 1)


def test_folders_and_devices_are_not_kept():
    one = layer({"etc/app.conf": Entry(kind="folder"), "etc/b": Entry(kind="fifo")})

    assert kept(one, retrieve=("/etc/app.conf", "/etc/b", "/etc/*")).content.retrieved == ()


def test_password_hashes_are_masked_and_the_digest_is_that_of_the_file():
    shadow = b"root:$6$salt$hash:19000::::::\napp:!:19000::::::\n"

    gathered = kept(layer({"etc/shadow": shadow}), retrieve=("/etc/shadow",))

    (file,) = gathered.content.retrieved
    assert file.text == "root:…:19000::::::\napp:!:19000::::::\n"
    assert (file.masked, file.sha256) == (1, hashlib.sha256(shadow).hexdigest())
    assert b"$6$" not in repr(gathered.records).encode()


def test_a_path_that_is_no_utf8_can_be_meant_by_a_pattern():
    tar = layer({"etc/caf_.conf": b"1"})
    content = tar.tar.replace(b"caf_.conf", b"caf\xe9.conf")
    checksum = sum(content[:148]) + 8 * 32 + sum(content[156:512])
    content = content[:148] + b"%06o\0 " % checksum + content[156:]
    one = type(tar)(tar=content, stored=content, media_type="")

    assert files(kept(one, retrieve=("/etc/*.conf",))) == {"/etc/caf�.conf": b"1"}
    assert files(kept(one, retrieve=("/etc/caf\udce9.conf",))) == {"/etc/caf�.conf": b"1"}


@pytest.mark.parametrize("path", ["", "/", "..", "/etc/", "a\0b", "x" * 5000])
def test_what_is_no_path_of_a_file_is_refused_by_the_name_of_the_setting(path):
    with pytest.raises(BadConfig, match=r"content\.retrieve: .* is no path of a file"):
        KIND.reader(ContentOptions(retrieve=(path,)))


def test_the_key_of_the_cache_follows_the_paths_and_the_limit():
    keys = {
        KIND.variant(ContentOptions(retrieve=retrieve, max_retrieved_bytes=limit))
        for retrieve in (("/a",), ("/b",), ("/a\udce9",))
        for limit in (1, 2)
    }

    assert len(keys) == 6
