"""Whatever the bytes, the readers of Python files raise nothing but ReadError."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.families import collect
from mooring.model.reader import LayerFile, Reader

READERS = collect("mooring.packages.python", Reader)
PATHS = {
    "python-installed": "site/a-1.dist-info/METADATA",
    "python-record": "site/a-1.dist-info/RECORD",
    "python-direct-url": "site/a-1.dist-info/direct_url.json",
    "python-wheel-archive": "a-1-py3-none-any.whl",
    "python-requirements": "requirements.txt",
    "pipenv-lock": "Pipfile.lock",
    "poetry-lock": "poetry.lock",
    "uv-lock": "uv.lock",
    "uv-script-lock": "a.py.lock",
    "pdm-lock": "pdm.lock",
    "pylock": "pylock.toml",
    "pyproject": "pyproject.toml",
    "setup-py": "setup.py",
}
LOCK = b"""[manifest]
requirements = [{ name = "a" }]
[project]
name = "p"
dependencies = ["a>=1; x"]
[[package]]
name = "a"
version = "1"
groups = ["dev"]
source = { git = "https://u:p@h/x#y" }
dependencies = [{ name = "b", version = "1" }, "c>1"]
[package.optional-dependencies]
x = [{ name = "a" }]
[[packages]]
name = "a"
version = "1"
marker = "'x' in extras"
[packages.vcs]
url = "https://[h"
[tool.poetry.dependencies]
a = [{ version = "^1" }, "~2"]
"""
SAMPLES = (
    b"Name: a\nVersion: 1\nLicense: x\n y\nClassifier: License :: OSI Approved :: MIT License\nRequires-Dist: b (>1); c\n\nd",
    b'a.py,sha256=AAAA,1\n"../b,""c",md5=x,\n/../../d,,\n',
    b'{"url": "https://u:p@h/x", "vcs_info": {"vcs": "git"}, "default": {"a": {"version": "==1", "hashes": ["x"]}}}',
    b"a[b]==1 \\\n --hash=sha256:00\n-e git+https://u:p@h/x#egg=c\n./d-1.tar.gz\n# e\nf @ https://[x ; y\n",
    b'x = [\'a==1\', """b>=2\nc~=3"""] # d\nsetup(tests_require=\'e\\\'==1\')\n',
    LOCK,
)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("EGG-INFO/PKG-INFO", SAMPLES[0])
        file.writestr("a-1.dist-info/METADATA", SAMPLES[0])
    return out.getvalue()


def mutated(samples: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """A sample, cut off somewhere, with a few bytes in it replaced."""
    return st.builds(
        lambda sample, cut, at, patch: (sample[: at % len(sample)] + patch + sample[at % len(sample) + len(patch) :])[
            :cut
        ],
        st.sampled_from(samples),
        st.integers(0, 2_000),
        st.integers(0, 2_000),
        st.binary(max_size=4)
        | st.sampled_from([b"0x" + b"f" * 5_000, b"9" * 5_000, b"[" * 300, b"null", b'"\\ud800"']),
    )


def read(reader: Reader, content: bytes) -> None:
    try:
        list(reader.read(LayerFile(path=PATHS[reader.name], content=content)))
    except ReadError:
        pass


def test_every_reader_has_a_path_and_claims_it():
    assert {reader.name for reader in READERS} == set(PATHS)
    assert all(reader.wants(PATHS[reader.name]) for reader in READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(content=st.binary(max_size=300) | mutated((*SAMPLES, archive())))
def test_nothing_but_read_error_is_raised(reader, content):
    read(reader, content)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize(
    "unit",
    [
        b"a",
        b"\n",
        b"=",
        b" ",
        b"\\\n",
        b"'",
        b'"""',
        b"#",
        b"[",
        b"a=",
        b"a==1 \\\n",
        b"Requires-Dist: a\n",
        b"\n a",
        b'"\\',
        b"a,,\n",
    ],
)
def test_repetition_takes_linear_time(reader, unit):
    started = time.perf_counter()

    read(reader, b"Name: a\n" + unit * (300_000 // len(unit)))

    assert time.perf_counter() - started < 5
