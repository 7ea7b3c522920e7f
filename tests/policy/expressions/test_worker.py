"""The other process answers one request, within bounds."""

import json
import subprocess
import sys

from mooring.policy.expressions import worker

REQUEST = {
    "path": sys.path,
    "seconds": 5,
    "bytes": 2 << 30,
    "expression": "item.n > 1",
    "variables": {},
    "items": [{"n": 1}, {"n": 2}],
}


def run(request: dict[str, object]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-S", str(worker.__file__)]
    return subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, timeout=60, check=False)


def test_it_answers_as_this_process_does():
    assert {"signs": "01", "error": ""} == json.loads(run(REQUEST).stdout)


def test_what_is_no_expression_is_answered_too():
    answer = json.loads(run({**REQUEST, "expression": "1 +"}).stdout)

    assert "" == answer["signs"]
    assert "Syntax error" in answer["error"]


def test_without_the_engine_it_says_so():
    own = [path for path in sys.path if not path.endswith("site-packages")]

    done = run({**REQUEST, "path": own})

    assert b"not installed" in done.stdout or done.returncode


def test_time_is_bounded():
    loop = "item.all(a, item.all(b, item.all(c, item.all(d, a + b + c + d > -1))))"

    done = run({**REQUEST, "expression": loop, "seconds": 1, "items": [list(range(2_000))]})

    assert done.returncode < 0


def test_memory_is_bounded():
    growing = "item.map(a, item.map(b, item.map(c, item))).size() > 1"

    done = run({**REQUEST, "expression": growing, "bytes": 300 << 20, "items": [["x" * 2_000_000] * 8]})

    assert done.returncode
