"""Credential helpers: programs `docker-credential-NAME` that answer on standard output (docker-credential-helpers,
protocol).
"""

import re
from collections.abc import Mapping

import msgspec

from mooring.base.config import SecretText
from mooring.image.blobs import why
from mooring.image.registries.auth import Answer, Login

TIMEOUT_SECONDS = 30
_HUB_KEY = "https://index.docker.io/v1/"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
_NOT_FOUND = "credentials not found"


class _Reply(msgspec.Struct, frozen=True, rename="pascal"):
    username: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        return "_Reply(…)"


def ask_helper(helper: str, host: str, environment: Mapping[str, str]) -> Answer:
    """What the helper knows of the host. Runs a program of the user's PATH for at most 30 seconds."""
    import shutil
    import subprocess

    name = f"docker-credential-{helper}"
    program = shutil.which(name, path=environment.get("PATH", "")) if _NAME.fullmatch(helper) else None
    if program is None:
        return Answer(trouble=f"the credential helper {name!r} is not installed")
    key = _HUB_KEY if host == "docker.io" else host
    try:
        done = subprocess.run(  # noqa: S603 - the program that the user configured, without a shell
            [program, "get"],
            input=key.encode(),
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            env=dict(environment),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(trouble=f"{name} did not answer within {TIMEOUT_SECONDS} seconds")
    except OSError as error:
        return Answer(trouble=f"{name} cannot be run: {why(error)}")
    if done.returncode:
        # What it prints is not repeated: a careless helper may print what it found.
        is_missing = _NOT_FOUND in (done.stdout + done.stderr).decode("utf-8", "replace").lower()
        return Answer(trouble="" if is_missing else f"{name} ended with code {done.returncode}")
    return _read_reply(done.stdout, name)


def _read_reply(output: bytes, name: str) -> Answer:
    try:
        reply = msgspec.json.decode(output, type=_Reply)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Answer(trouble=f"{name} gave no answer that can be read")
    if not reply.secret:
        return Answer()
    if reply.username == "<token>":
        return Answer(login=Login(identity_token=SecretText(reply.secret), origin=name))
    return Answer(login=Login(username=reply.username, password=SecretText(reply.secret), origin=name))
