"""Whatever the bytes, the readers of conda, R, Julia, Perl, Lua and Spack files raise nothing but ReadError."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile, Reader
from mooring.packages.language import conda, conda_environment, julia, julia_project, lua, perl, r, renv, spack

PLACES = (
    (conda.READER, "conda-meta/a-1-0.json"),
    (conda_environment.READER, "environment.yml"),
    (julia.READER, "Manifest.toml"),
    (julia_project.READER, "packages/A/abcde/Project.toml"),
    (lua.READER, "rocks-5.1/a/1-1/a-1-1.rockspec"),
    (perl.READER, ".meta/A-1/MYMETA.json"),
    (perl.READER, "META.yml"),
    (perl.READER, "auto/A/.packlist"),
    (perl.READER, "perllocal.pod"),
    (r.READER, "library/a/DESCRIPTION"),
    (renv.READER, "renv.lock"),
    (spack.READER, ".spack/spec.json"),
)
SAMPLES = (
    (
        b'{"name": "a", "version": "1", "depends": ["b >1"], "files": ["c"], "license": ["mit"], "generated_by": "x",'
        b' "paths_data": {"paths": [{"_path": "c", "sha256": "00"}]}, "prereqs": {"runtime": {"requires": {"D": 1}}},'
        b' "Packages": {"e": {"Version": "1", "Imports": ["f"]}},'
        b' "spec": {"nodes": [{"name": "g", "version": "1", "arch": {"target": {"name": "h"}}, "dependencies": [{"hash": "i"}]}]}}'
    ),
    b"name: a\nversion: 1.10\nmeta-spec: {version: 1}\ndependencies:\n  - b=1=c\n  - pip:\n    - d==1\n",
    b'name = "a"\nuuid = "b"\nmanifest_format = "2.0"\n[[deps.C]]\nversion = "1"\ndeps = ["D"]\n',
    b'package = "a" .. "b"\nversion = "1-1"\ndependencies = { "c >= 1", [1] = { d = f(x) } }\n--[==[ e ]==]\n',
    b"/usr/a type=file\n=head2 Mon: C<Module> L<A::B|A::B>\n\nC<VERSION: 1>\n",
    b"Package: a\nVersion: 1\nLicense: MIT +\n    file LICENSE\nImports: b (>= 1), c\nBuilt: R 4\n",
)
UNITS = (
    b"a",
    b"\n",
    b" ",
    b"[",
    b"{",
    b"- ",
    b"a: ",
    b"a=",
    b"a..",
    b"{{},",
    b"--[[",
    b"=head2 a: C<Module> L<a|\n",
    b", a",
    b"\n a",
)


def name(place: tuple[Reader, str]) -> str:
    return place[1].rpartition("/")[2]


def read(place: tuple[Reader, str], content: bytes) -> None:
    try:
        list(place[0].read(LayerFile(path=place[1], content=content)))
    except ReadError:
        pass


@pytest.mark.parametrize("place", PLACES, ids=name)
def test_the_reader_claims_its_file(place):
    assert place[0].wants(place[1])


@pytest.mark.parametrize("place", PLACES, ids=name)
@given(
    content=st.binary(max_size=300)
    | st.builds(
        lambda sample, cut, at, patch: (sample[: at % len(sample)] + patch + sample[at % len(sample) + len(patch) :])[
            :cut
        ],
        st.sampled_from(SAMPLES),
        st.integers(0, 2_000),
        st.integers(0, 2_000),
        st.binary(max_size=4)
        | st.sampled_from([b"0x" + b"f" * 5_000, b"9" * 5_000, b"null", b"[]", b"{}", b'"\\ud800"']),
    )
)
def test_nothing_but_read_error_is_raised(place, content):
    read(place, content)


@pytest.mark.parametrize("place", PLACES, ids=name)
@pytest.mark.parametrize("unit", UNITS)
def test_repetition_takes_linear_time(place, unit):
    started = time.perf_counter()

    read(place, unit * (200_000 // len(unit)))

    assert time.perf_counter() - started < 5
