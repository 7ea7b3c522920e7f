"""Ordinary text of an image, generated: it holds no secret, but much that looks like one."""

import base64
import random
import textwrap

from content.secrets.rules.templates import expand

WORDS = (
    "access", "token", "key", "secret", "password", "auth", "user", "session", "client",
    "api", "server", "config", "header", "value", "public", "request", "cookie",
)  # fmt: skip


def texts() -> dict[str, str]:
    """Paths and texts; the same each time."""
    source = random.Random("ordinary")
    return {
        "app/main.py": python(source),
        "app/server.js": javascript(source),
        "app/static/app.min.js": minified(source),
        "app/main.go": go(source),
        "var/log/app.log": log(source),
        "app/package-lock.json": npm_lock(source),
        "app/poetry.lock": poetry_lock(source),
        "app/go.sum": go_sum(source),
        "app/.git/packed-refs": "".join(expand(f"{{hex:40}} refs/tags/v{n} {n}\n") for n in range(200)),
        "app/ids.csv": "".join(expand(f"{n},{{uuid}},{n}\n") for n in range(200)),
        "app/logo.svg": image(source),
        "etc/ssl/certs/ca.pem": certificates(source),
        "root/.ssh/authorized_keys": expand(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{base64:43} ann@shop\nssh-rsa AAAAB3Nza{base64:364}== x\n"
        ),
        "app/CHANGELOG.md": changelog(source),
        "app/config.yml": settings(source),
        "etc/app.conf": "".join(f"#password = {word}\n{word}_file = /run/secrets/{word}\n" for word in WORDS),
        "app/.env.example": "".join(
            f"{word.upper()}_KEY=your-{word}-here\n{word.upper()}_SECRET=${{{word.upper()}}}\n" for word in WORDS
        ),
        "usr/share/app/words.txt": "\n".join(" ".join(source.choices(WORDS, k=12)) for _ in range(300)),
    }


def python(source: random.Random) -> str:
    """Functions that handle secrets and have none."""
    return "".join(
        textwrap.dedent(f'''
            def {word}_{other}(client, password=None, token: str = ""):
                """Return the {word} that belongs to {other}; see https://docs.example.org/{word}#{other}."""
                secret_key = os.environ["{word.upper()}_{other.upper()}"]
                api_key = settings.get("{word}.{other}", "")
                headers = {{"Authorization": f"Bearer {{token}}", "X-{word.title()}-Key": api_key}}
                password = getpass.getpass("{word} of {other}: ")
                digest = "{source.randbytes(32).hex()}"
                return client.post(f"https://{{user}}:{{password}}@{word}.example.org/{other}", secret=secret_key)
            ''')
        for word, other in zip(source.choices(WORDS, k=60), source.choices(WORDS, k=60), strict=True)
    )


def javascript(source: random.Random) -> str:
    """The same in another language."""
    return "".join(
        f"const {word}Token = process.env.{word.upper()}_TOKEN;\n"
        f"app.use(auth({{ secret: config.{word}Secret, apiKey: getKey('{other}'), password: req.body.password }}));\n"
        f"export const {word}PasswordField = '#{word}-password-input';\n"
        for word, other in zip(source.choices(WORDS, k=80), source.choices(WORDS, k=80), strict=True)
    )


def minified(source: random.Random) -> str:
    """One line of 60 KB."""
    names = "abcdefghijklmnopqrstuvwxyz"
    parts = [
        f'{a}.{word}={b}?"{word}":{c}("{other}"),function({a},{b}){{return {a}.token={b}.key||{c}.password}}({n});'
        for n, (a, b, c, word, other) in enumerate(
            zip(
                *(source.choices(names, k=600) for _ in range(3)),
                *(source.choices(WORDS, k=600) for _ in range(2)),
                strict=True,
            )
        )
    ]
    return "!function(){" + "".join(parts) + "}();"


def go(source: random.Random) -> str:
    """Structures with tags."""
    return "package main\n" + "".join(
        f'type {word.title()}{n} struct {{\n\tAPIKey string `json:"api_key" env:"{word.upper()}_API_KEY"`\n'
        f'\tPassword string `yaml:"password,omitempty"`\n\tHash [32]byte // {source.randbytes(32).hex()}\n}}\n'
        for n, word in enumerate(source.choices(WORDS, k=60))
    )


def log(source: random.Random) -> str:
    """Requests with identifiers."""
    return "".join(
        f"2026-01-{n % 28 + 1:02} 12:{n % 60:02}:07,{n:03} INFO request={source.randbytes(16).hex()} trace={source.randbytes(8).hex()} "
        f'10.0.{n % 250}.7:{8000 + n} "GET /api/v1/{word}?page={n} HTTP/1.1" 200 user=ann password=******** token=[redacted]\n'
        for n, word in enumerate(source.choices(WORDS, k=300))
    )


def npm_lock(source: random.Random) -> str:
    """Integrity hashes."""
    return "".join(
        f'"node_modules/{word}-{n}": {{"version": "1.{n}.0", "resolved": "https://registry.example/{word}/-/{word}-1.{n}.0.tgz", '
        f'"integrity": "sha512-{base64.b64encode(source.randbytes(64)).decode()}"}},\n'
        for n, word in enumerate(source.choices(WORDS, k=150))
    )


def poetry_lock(source: random.Random) -> str:
    """Digests of files."""
    return "".join(
        f'[[package]]\nname = "{word}"\nversion = "1.{n}"\n'
        f'files = [{{file = "{word}.whl", hash = "sha256:{source.randbytes(32).hex()}"}}]\n'
        for n, word in enumerate(source.choices(WORDS, k=100))
    )


def go_sum(source: random.Random) -> str:
    """Digests of modules, and pseudo-versions."""
    return "".join(
        f"git.example.org/{word}/auth v0.0.0-20240101{n:06}-{source.randbytes(6).hex()} "
        f"h1:{base64.b64encode(source.randbytes(32)).decode()}\n"
        for n, word in enumerate(source.choices(WORDS, k=150))
    )


def image(source: random.Random) -> str:
    """A picture in Base64."""
    return f'<svg><image href="data:image/png;base64,{base64.b64encode(source.randbytes(30_000)).decode()}"/></svg>'


def certificates(source: random.Random) -> str:
    """What of a key pair is public."""
    blocks = []
    for label in (
        "CERTIFICATE",
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "CERTIFICATE REQUEST",
        "PGP PUBLIC KEY BLOCK",
        "SSH2 PUBLIC KEY",
    ):
        body = "\n".join(textwrap.wrap(base64.b64encode(source.randbytes(900)).decode(), 64))
        blocks.append(f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    return "".join(blocks)


def changelog(source: random.Random) -> str:
    """Talk of tokens and passwords."""
    return "".join(
        f"## 1.{n}.0\n- The {word} of a {other} is no longer written to the log (#{n}, {source.randbytes(20).hex()[:7]}).\n"
        f"- `password: <{word}>` and `--token TOKEN` are read from `$HOME/.{other}rc`; ask {word}@example.org.\n"
        f"- `https://user:password@example.org/{other}` is refused; fixes {source.randbytes(20).hex()}\n"
        for n, (word, other) in enumerate(zip(source.choices(WORDS, k=100), source.choices(WORDS, k=100), strict=True))
    )


def settings(source: random.Random) -> str:
    """Settings that say where a secret is, not what it is."""
    return "".join(
        f"{word}{n}:\n  passwordFrom: vault:{word}/{n}#password\n  secretName: {word}-{n}-credentials\n  token: ${{{word.upper()}_TOKEN}}\n"
        f"  api_key: {{{{ .Values.{word}.apiKey }}}}\n  tokenTTL: 3600s\n  secret: {word}-{n}-tls\n"
        f"  image: shop@sha256:{source.randbytes(32).hex()}\n"
        for n, word in enumerate(source.choices(WORDS, k=60))
    )
