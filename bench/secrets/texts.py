"""Search texts by the rules of Mooring, in this process; the figures are one line of JSON.

    texts.py image LAYOUT [--engine hyperscan|re2] [--cache FOLDER]     every text file of an OCI layout, held in memory first
    texts.py line MIB | hits MIB | keywords MIB                          hostile texts of that size, in windows as a scan sees them

CPU is that of searching alone; memory is the process's.
"""

import argparse
import json
import resource
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from mooring.base.errors import ReadError
from mooring.content.options import ContentOptions
from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.matching.text import encoding_of
from mooring.content.secrets.reading import SecretReader
from mooring.content.secrets.rule_set import rules_of
from mooring.model.reader import OVERLAP_BYTES, WINDOW_BYTES, LayerFile, Window

_MAX_FILE_BYTES = 64 << 20
_MAX_HELD_BYTES = 1 << 30
_PIECES = {
    "line": b"x" * 4096,
    "hits": b"ghp_0123456789abcdefghijABCDEFGHIJ012345 glpat-0123456789abcdefghij AKIAABCDEFGHIJKLMNOP\n",
    "keywords": b"key token secret password api auth credential aws github gitlab slack sk_live_ -----begin ghp_ eyj \n",
}


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["image", *_PIECES])
    parser.add_argument("subject", help="folder of the layout, or MiB")
    parser.add_argument("--engine", choices=["hyperscan", "re2"], default="hyperscan")
    parser.add_argument("--cache", default="", help="folder of compiled patterns")
    options = parser.parse_args(arguments)
    content = ContentOptions(secrets=True, secrets_everywhere=True, pattern_cache=options.cache)
    rules = rules_of(content)
    begin = time.process_time()
    regexes = [rule.regex for rule in rules.rules if rule.regex]
    database = pattern_database(regexes, options.cache) if options.engine == "hyperscan" else None
    ready = time.process_time() - begin
    reader = SecretReader(Searcher(rules, database), content)
    figures = _image(reader, Path(options.subject)) if options.what == "image" else _hostile(reader, options)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"rules": len(rules.rules), "ready": ready, "peak_mib": round(peak), **figures}) + "\n")
    return 0


def _image(reader: SecretReader, layout: Path) -> dict[str, float]:
    texts = list(_texts(layout))
    size = sum(len(text.content) for text in texts)
    facts = problems = 0
    begin = time.process_time()
    for text in texts:
        try:
            for _ in reader.read(text):
                facts += 1
        except ReadError:
            problems += 1
    cpu = time.process_time() - begin
    return {"files": len(texts), "mib": size / 2**20, "cpu": cpu, "facts": facts, "problems": problems}


def _texts(layout: Path) -> Iterator[LayerFile]:
    """Text files of the layers, as far as memory allows."""
    held = 0
    index = json.loads((layout / "index.json").read_bytes())
    manifest = json.loads(_blob(layout, index["manifests"][0]["digest"]).read_bytes())
    for layer in manifest["layers"]:
        with tarfile.open(_blob(layout, layer["digest"])) as archive:
            for member in archive:
                if not member.isreg() or not 10 <= member.size <= _MAX_FILE_BYTES or held > _MAX_HELD_BYTES:
                    continue
                file = archive.extractfile(member)
                content = file.read() if file else b""
                if encoding_of(content) is not None:
                    held += len(content)
                    yield LayerFile(path=member.name.removeprefix("./"), content=content)


def _blob(layout: Path, digest: str) -> Path:
    return layout / "blobs" / digest.replace(":", "/")


def _hostile(reader: SecretReader, options: argparse.Namespace) -> dict[str, float]:
    piece = _PIECES[options.what]
    window = (piece * (WINDOW_BYTES // len(piece) + 1))[:WINDOW_BYTES]
    size = int(options.subject) << 20
    facts = problems = 0
    begin = time.process_time()
    for offset in range(0, size, WINDOW_BYTES - OVERLAP_BYTES):
        part = Window(
            path="large.txt",
            size=size,
            head=window[:4096],
            offset=offset,
            content=window,
            is_last=offset + WINDOW_BYTES >= size,
        )
        try:
            for _ in reader.read_window(part):
                facts += 1
        except ReadError:
            problems += 1
    cpu = time.process_time() - begin
    return {"files": 1, "mib": size / 2**20, "cpu": cpu, "facts": facts, "problems": problems}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
