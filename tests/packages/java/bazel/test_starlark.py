"""The calls at the top of a Starlark file, without running it."""

import time

import pytest

from mooring.packages.java.bazel.starlark import Call, calls


def test_texts_names_and_lists_are_joined():
    source = 'A = "x" + ":1"\nB = [A,] + ["y" ":2"]\ninstall(artifacts = B + C + [A], n = """q""")\n'

    assert list(calls(source)) == [Call(name="install", named={"artifacts": ["x:1", "y:2", "x:1"], "n": "q"})]


def test_what_is_not_understood_is_passed_over():
    source = 'f(x = [i for i in range(3)], y = {"a": [1]}, *z, k = "v")\ndef g():\n    pass\nh("w")'

    found = {call.name: call for call in calls(source)}

    assert found["f"].named["k"] == "v"
    assert found["h"].positional == ("w",)


def test_calls_inside_lists_are_values():
    (call,) = calls('maven.install(artifacts = [maven.artifact("g", "a", "1")])')

    assert call.named["artifacts"] == [Call(name="artifact", positional=("g", "a", "1"))]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 100_000,
        "[" * 50_000 + "]" * 50_000,
        '"\\' * 100_000,
        '"""\\' * 50_000,
        "f(" * 30_000,
        "a.b" * 50_000,
        "a = a + a\n" * 20_000,
    ],
)
def test_hostile_sources_end_soon(source):
    start = time.process_time()

    list(calls('a = ["x"]\n' + source))

    assert time.process_time() - start < 5
