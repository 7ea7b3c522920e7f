"""A process of its own for one expression that may take long: it has bounds on its time and memory, and can be killed.

Started by `evaluate.py` as a script, with the request as JSON on standard input; it answers on standard output and ends.
"""

import json
import sys

_CPU_SECONDS_SPARE = 1


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    _bound(request["seconds"], request["bytes"])
    sys.path[:] = request["path"]
    from mooring.policy.expressions.program import ExpressionError, load_engine, outcomes

    engine = load_engine()
    try:
        if engine is None:
            raise ExpressionError("the engine is not installed")
        signs, error = outcomes(engine, request["expression"], request["variables"], request["items"])
    except ExpressionError as failed:
        signs, error = "", str(failed)
    json.dump({"signs": signs, "error": error}, sys.stdout)


def _bound(seconds: int, size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the one who started it keeps the time.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + _CPU_SECONDS_SPARE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ValueError, OSError):  # macOS takes no such bound.
        return


if __name__ == "__main__":
    main()
