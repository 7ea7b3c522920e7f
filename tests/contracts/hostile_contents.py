"""Contents that no honest file has, for every reader whatever it reads; the same bytes in every run."""

import gzip
import io
import json
import random
import zipfile
import zlib

MIB = 1024 * 1024
_DEPTH = 100_000


def contents() -> dict[str, bytes]:
    """Name to content; the largest has a few MiB."""
    return _noise() | _nesting() | _bombs() | _odd_values() | _headers()


def _noise() -> dict[str, bytes]:
    chance = random.Random(7)
    return {
        "nothing": b"",
        "a NUL": b"\0",
        "64 KiB of zeros": bytes(65536),
        "64 KiB of 0xff": b"\xff" * 65536,
        "64 KiB of noise": chance.randbytes(65536),
        "64 KiB of printable noise": bytes(chance.randrange(32, 127) for _ in range(65536)),
        "a line of 1 MB": b"a" * 1_000_000,
        "a line of 1 MB of blanks": b" " * 1_000_000,
        "a line of 1 MB of quotes": b'"' * 1_000_000,
        "a line of 1 MB of digits": b"1" * 1_000_000,
        "half a million empty lines": b"\n" * 500_000,
        "40,000 lines of fields": b"Package: a\nVersion: 1\n" * 20_000,
        "50,000 lines of assignments": b'name = "a"\n' * 50_000,
        "10,000 lines of pins": b"a==1.0 ; python_version < '3' --hash=sha256:ab\n" * 10_000,
        "a backslash at every end": b"a \\\n" * 50_000,
    }


def _nesting() -> dict[str, bytes]:
    many = {
        f"100,000 times {text}": text.encode() * _DEPTH for text in ("[", "{", "(", "<a>", "- ", "a: ", "{a: ", '{"a":')
    }
    return many | {
        "closed lists": b"[" * _DEPTH + b"]" * _DEPTH,
        "closed objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        "closed elements": b"<a>" * 20_000 + b"</a>" * 20_000,
        "indented mappings": b"".join(b" " * depth + b"a:\n" for depth in range(1_500)),
        "dotted keys": b".".join([b"a"] * 20_000) + b" = 1\n",
        "dotted tables": b"[" + b".".join([b"a"] * 20_000) + b"]\nx = 1\n",
        "nested calls": b"f(" * 20_000 + b")" * 20_000,
        "nested inline tables": b"x = " + b"{a = " * 5_000 + b"1" + b"}" * 5_000,
    }


def _bombs() -> dict[str, bytes]:
    aliases = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    entities = '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    member = gzip.compress(bytes(64 * MIB), 6, mtime=0)
    return {
        "a YAML alias bomb": aliases.encode(),
        "a YAML alias of itself": b"a: &a\n  b: *a\n  packages: *a\n",
        "an XML entity bomb": f"{entities}]><project>&j;</project>".encode(),
        "an external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><name>&x;</name></project>',
        "a gzip bomb": member,
        "a gzip bomb of many members": member * 32,
        "a zlib bomb": zlib.compress(bytes(64 * MIB), 1),
        "a zip bomb": _zip_bomb(),
        "a zip in a zip, 100 times": _nested_zip(100),
        "a zip of 5,000 members": _zip_of({f"{number}/pom.properties": b"" for number in range(5_000)}),
    }


def _zip_bomb() -> bytes:
    names = ("META-INF/MANIFEST.MF", "pom.properties", "extension/package.json", "a-1.0.dist-info/METADATA", "x.jar")
    return _zip_of(dict.fromkeys(names, bytes(40 * MIB)))


def _nested_zip(depth: int) -> bytes:
    content = b"Manifest-Version: 1.0\n"
    for level in range(depth):
        content = _zip_of({"META-INF/MANIFEST.MF" if not level else f"{level}.jar": content})
    return content


def _zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _odd_values() -> dict[str, bytes]:
    """Well-formed, and nothing that a program expects."""
    odd = (None, True, -1, 1.5, "", "\0", "../../etc/passwd", [], {}, [[]], [None], {"": None}, "x" * 5000)
    found = {f"JSON {json.dumps(value)[:20]}": json.dumps(value).encode() for value in odd}
    return found | {
        "a lone surrogate": rb'{"name":"\ud800","version":"\udfff","dependencies":{"\ud800":"\ud800"}}',
        "an endless number": b'{"name":"a","version":' + b"9" * 100_000 + b"}",
        "an endless exponent": b'{"name":"a","version":1e999999999,"lockfileVersion":1e400,"v":-1e400}',
        "no number": b'{"name":NaN,"version":Infinity}',
        "the same key often": b"{" + b'"a":1,' * 20_000 + b'"a":1}',
        "a moment that never was": b"a: 9999-99-99\nb: 2001-02-30T25:61:61Z\nc: !!binary x\nd: !!python/object:os.system x\n",
        "a YAML number in base sixty": b"a: " + b"59:" * 20_000 + b"59\n",
        "an odd TOML value": b"a = 9999-12-31T23:59:59+99:99\nb = 0x" + b"f" * 20_000 + b"\n",
        "a byte order mark of UTF-16": "name: a\nversion: 1\n".encode("utf-16"),
        "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><project><name>a</name></project>',
        "a multi-byte encoding": '<?xml version="1.0" encoding="utf-16"?><project/>'.encode("utf-16-le"),
    }


def _headers() -> dict[str, bytes]:
    """Beginnings that readers know, and nonsense behind them."""
    noise = random.Random(8).randbytes(20_000)
    begins = {
        "ELF": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\0\x3e\0\x01\0\0\0",
        "PE": b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0\x64\x86",
        "Mach-O": b"\xcf\xfa\xed\xfe\x07\0\0\x01",
        "fat Mach-O": b"\xca\xfe\xba\xbe",
        "SQLite": b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20",
        "Berkeley DB": bytes(12) + b"\x61\x15\x06\0\x09\0\0\0\0\x10\0\0",
        "NDB": b"RpmP" + bytes(4),
        "ar": b"!<arch>\ndebian-binary   ",
        "rpm": b"\xed\xab\xee\xdb\x03\0\0\0",
        "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        "xz": b"\xfd7zXZ\0\0\x04",
        "zstd": b"\x28\xb5\x2f\xfd\x24",
        "zip": b"PK\x03\x04\x14\0\0\0\x08\0",
        "bzip2": b"BZh91AY&SY",
    }
    filled = {f"{name} and noise": begin + noise for name, begin in begins.items()}
    return filled | {f"{name} and 0xff": begin + b"\xff" * 5000 for name, begin in begins.items()} | begins
