"""Whatever the bytes, the readers of the smaller ecosystems raise nothing but ReadError, and take linear time."""

import plistlib
import time
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.families import collect
from mooring.model.reader import LayerFile, Reader

FAMILIES = ("apple", "beam", "functional", "golang", "infrastructure", "mobile", "native", "rust", "web")
SAMPLES = {
    "carthage-resolved": ("Cartfile.resolved", b'github "a/b" "1.0"\n'),
    "mac-app": (
        "A.app/Contents/Info.plist",
        plistlib.dumps({"CFBundleName": "A", "n": [1, b"x"]}, fmt=plistlib.FMT_BINARY),
    ),
    "podfile-lock": ("Podfile.lock", b"PODS:\n  - A (1.0):\n    - B (= 1)\n  - B (1)\nSPEC CHECKSUMS:\n  A: ab\n"),
    "swift-resolved": (
        "Package.resolved",
        b'{"pins": [{"identity": "a", "location": "https://e.example/a/b.git", "state": {"version": "1"}}]}',
    ),
    "gleam-manifest": (
        "manifest.toml",
        b'packages = [{ name = "a", version = "1", build_tools = [], requirements = [] }]\n',
    ),
    "gleam-toml": ("gleam.toml", b'name = "a"\n[dependencies]\nb = ">= 1.0 and < 2.0"\n'),
    "mix-lock": (
        "mix.lock",
        b'%{\n  "a": {:hex, :a, "1.0", "aa", [:mix], [{:b, "~> 1.0", [hex: :b]}], "hexpm", "bb"},\n}\n',
    ),
    "otp-application": ("a/ebin/a.app", b'{application, a, [{vsn, "1"}, {applications, [kernel]}]}.'),
    "rebar-lock": (
        "rebar.lock",
        b'{"1.2.0",\n[{<<"a">>,{pkg,<<"a">>,<<"1">>},0}]}.\n[{pkg_hash,[{<<"a">>, <<"AA">>}]}].\n',
    ),
    "cabal-freeze": ("cabal.project.freeze", b"constraints: any.a ==1.0,\n             any.b ==2.0\n"),
    "ghc-package": ("package.conf.d/a.conf", b"name: a\nversion: 1\nid: a-1\ndepends:\n    b-1 c-2\n"),
    "opam-file": ("a.opam", b'opam-version: "2.0"\ndepends: [\n  "b" {= "1.0" & with-test}\n]\n'),
    "opam-switch": (
        ".opam-switch/packages/a.1/opam",
        b'opam-version: "2.0"\ndepends: ["b" {>= "1"}]\nlicense: "MIT"\n',
    ),
    "stack": ("stack.yaml.lock", b"packages:\n- completed:\n    hackage: a-1.0@sha256:aa,1\n"),
    "swipl-pack": ("pack.pl", b"name(a).\nversion('1').\nauthor( 'A', 'B' ).\n"),
    "go-mod": (
        "go.mod",
        b"module a\ngo 1.22\nrequire (\n\tb.example/c v1.0.0 // indirect\n)\nreplace b.example/c => ../c\n",
    ),
    "go-sum": ("go.sum", b"a.example/b v1.0.0 h1:aa=\n"),
    "go-vendor": ("vendor/modules.txt", b"# a.example/b v1.0.0 => ./c\n## explicit\na.example/b\n"),
    "compose": ("compose.yaml", b"services:\n  a:\n    image: b:${C:-1}\n"),
    "dockerfile": ("Dockerfile", b"ARG A=b\nFROM ${A}:1 AS c\nCOPY --from=d:2 \\\n /e /f\nRUN <<EOF\nx\nEOF\nFROM c\n"),
    "github-workflow": ("action.yml", b"runs:\n  steps:\n  - uses: a/b/c@v1 # v1.0\n  - uses: docker://d\n"),
    "kubernetes": ("a.yaml", b"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: a:1\n"),
    "mise": ("mise.toml", b'[tools]\na = ["1", {version = "2"}]\n'),
    "terraform-lock": (
        ".terraform.lock.hcl",
        b'provider "a/b/c" {\n  version = "1"\n  hashes = [\n    "h1:aa=",\n  ]\n}\n',
    ),
    "runtime-version": (".nvmrc", b"v20.1.0\n18\n"),
    "tool-versions": (".tool-versions", b"a 1 2\n"),
    "pub-lock": (
        "pubspec.lock",
        b'packages:\n  a:\n    source: sdk\n    description: s\n    version: "0.0.0"\nsdks:\n  s: ">=1.2.3"\n',
    ),
    "pubspec": ("pubspec.yaml", b"name: a\nversion: 1.0.0\ndependencies:\n  b: ^1.0\n"),
    "conan-file": ("conanfile.txt", b"[requires]\na/1.0@b/c#d\n"),
    "conan-info": ("a/1/_/_/package/b/conaninfo.txt", b"[requires]\n    c/1.0#d:e\n"),
    "conan-lock": (
        "conan.lock",
        b'{"graph_lock": {"nodes": {"0": {"ref": "a/1", "requires": ["1"]}, "1": {"pref": "b/1#c:d#e"}}}, "requires": ["f/1#a%1.2"]}',
    ),
    "nimble": ("pkgs2/a-1.0-" + "a" * 40 + "/a.nimble", b'version = "1.0"\nrequires "nim >= 1", "b >= 2"\n'),
    "nimble-lock": ("nimble.lock", b'{"packages": {"a": {"version": "1", "dependencies": ["b"], "url": "c"}}}'),
    "vcpkg-manifest": (
        "vcpkg.json",
        b'{"name": "a", "dependencies": ["b", {"name": "c", "version>=": "1#2"}], "overrides": []}',
    ),
    "vcpkg-status": (
        "vcpkg/status",
        b"Package: a\nVersion: 1\nArchitecture: x\nStatus: install ok installed\nDepends: b, c (>= 1)\n",
    ),
    "cargo-lock": (
        "Cargo.lock",
        b'[[package]]\nname = "a"\nversion = "1"\nsource = "git+b?c#d"\ndependencies = ["e 1"]\n',
    ),
    "cargo-toml": ("Cargo.toml", b'[package]\nname = "a"\nversion = "1"\n[dependencies]\nb = { version = "=1.0.0" }\n'),
    "chrome-extension": (
        "Extensions/" + "a" * 32 + "/1_0/manifest.json",
        b'{"manifest_version": 3, "name": "A", "version": "1"}',
    ),
    "wordpress": ("wp-includes/version.php", b"<?php\n/* a */\n$wp_version = '1.0';\n"),
    "wordpress-plugin": (
        "wp-content/plugins/a/a.php",
        b"<?php\n/*\nPlugin Name: A\nVersion: 1\nRequires Plugins: b, c\n*/\n",
    ),
    "wordpress-theme": ("wp-content/themes/a/style.css", b"/*\nTheme Name: A\nTemplate: b\nVersion: 1\n*/\n"),
}
READERS = {reader.name: reader for family in FAMILIES for reader in collect(f"mooring.packages.{family}", Reader)}
UNITS = (
    b"a", b"\n", b" ", b"[", b"{", b"%{", b'"', b"\\\"", b"'", b'"a" {', b"a: ", b"- ", b"${A:-", b"$A", b"(", b"/*", b"a.1 ",
    b"require (\n", b"# a v1\n", b'provider "a" {\n', b"FROM a AS b\n", b"RUN <<A\n", b"Package: a\nVersion: 1\n\n", b"any.a ==1,",
    b"name(a", b"  - A (1)\n", b'"""', b'[[package]]\nname = "a"\n',
)  # fmt: skip


def check(name: str, content: bytes) -> None:
    path, _ = SAMPLES[name]
    facts = []
    with suppress(ReadError):
        facts.extend(READERS[name].read(LayerFile(path=path, content=content)))
    msgspec.msgpack.encode(facts)


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """Arbitrary bytes, the sample cut off, or with a piece of it replaced."""
    kind = draw(st.sampled_from(("any", "cut", "replaced")))
    if kind == "any":
        return draw(st.binary(max_size=200))
    start = draw(st.integers(0, len(sample)))
    if kind == "cut":
        return sample[:start]
    end = draw(st.integers(start, min(len(sample), start + 12)))
    piece = st.sampled_from((b"{", b"[", b'"', b"null", b"9" * 5000, b":", b"~", b"\\", b"\x00", b"[]", b"{}"))
    return sample[:start] + draw(st.binary(max_size=8) | piece) + sample[end:]


def test_every_reader_has_a_sample():
    assert set(READERS) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_claim_accepts_the_path_and_the_sample_gives_facts(name):
    path, content = SAMPLES[name]

    assert READERS[name].wants(path)
    assert list(READERS[name].read(LayerFile(path=path, content=content)))


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(choice=st.data())
def test_damage_raises_read_error_and_nothing_else(name, choice):
    check(name, choice.draw(damaged(SAMPLES[name][1])))


@pytest.mark.parametrize("name", SAMPLES)
def test_repetition_takes_linear_time(name):
    sample = SAMPLES[name][1]

    for unit in (*UNITS, sample):
        content = unit * (100_000 // len(unit))
        for whole in (content, sample + content):
            started = time.perf_counter()
            check(name, whole)
            assert time.perf_counter() - started < 4, unit
