"""Cases of the shared inputs that need other names, unpacking or neighbours, and whole projects with lock files."""

import tarfile

import pytest

from mooring.base.errors import ReadError
from mooring.model.facts import PackageFact
from mooring.model.reader import LayerFile
from quality.cases import ROOT, Case, cases, missing, readers

CASES = {case.id: case for case in cases()}
PROJECTS = ROOT / "lockfile-projects.tar.xz"
ARCHIVES = [case_id for case_id in CASES if case_id.startswith("cargo/") and ".txtar#" in case_id]
pytestmark = pytest.mark.skipif(not CASES, reason="the shared inputs are not beside the project")


def read_claimed(path: str, content: bytes) -> list:
    """The facts of every reader that claims the path or the first bytes."""
    file = LayerFile(path=path, content=content)
    chosen = [reader for reader in readers() if reader.wants(path) or content[:4] in reader.claim.magics]
    return [fact for reader in chosen for fact in reader.read(file)]


def unpacked(case: Case) -> dict[str, bytes]:
    """The files of a txtar archive: a line `-- name --` begins each (Go's txtar package)."""
    found: dict[str, bytes] = {}
    name = ""
    for line in next(iter(case.files.values())).splitlines(keepends=True):
        if line.startswith(b"-- ") and line.rstrip().endswith(b" --"):
            name = line.strip()[3:-3].decode()
            found[name] = b""
        elif name:
            found[name] += line
    return found


@pytest.mark.parametrize("case_id", ARCHIVES)
def test_the_files_of_an_archive_give_the_expected_crates(case_id):
    case = CASES[case_id]

    facts = [fact for path, content in unpacked(case).items() for fact in read_claimed(path, content)]

    assert missing(case, facts) == []


def test_an_application_is_found_in_its_folder():
    case = next(case for case_id, case in CASES.items() if case_id.startswith("erlang/") and ".app#" in case_id)

    facts = read_claimed("lib/rabbit-3.12.10/ebin/rabbit.app", next(iter(case.files.values())))

    assert missing(case, facts) == []


def test_every_file_of_the_projects_gives_a_package():
    silent = []
    with tarfile.open(PROJECTS) as archive:
        for member in archive:
            if member.isfile():
                path = member.name.split("/", 1)[1]
                content = archive.extractfile(member).read()
                try:
                    facts = read_claimed(path, content)
                except ReadError as error:
                    facts = [str(error)]
                if not any(isinstance(fact, PackageFact) for fact in facts):
                    silent.append((path, facts))

    assert silent == []
