"""The database of the machine that runs the tests, compared with what its own dpkg-query says; skipped where there is none."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.os.dpkg import READER
from mooring.packages.os.dpkg_files import READER as FILES

STATUS = Path("/var/lib/dpkg/status")
FORMAT = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${db:Status-Status}\n"

pytestmark = pytest.mark.skipif(not (shutil.which("dpkg-query") and STATUS.exists()), reason="there is no dpkg here")


def packages():
    facts = READER.read(LayerFile(path="var/lib/dpkg/status", content=STATUS.read_bytes()))
    return [fact for fact in facts if isinstance(fact, PackageFact)]


def test_the_packages_are_those_of_dpkg_query():
    lines = subprocess.run(
        ["dpkg-query", "-W", "-f", FORMAT], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    expected = {
        tuple(line.split("\t")[:5]) for line in lines if line.split("\t")[5] not in ("config-files", "not-installed")
    }

    found = {
        (fact.name, fact.version, fact.architecture, fact.source_name or fact.name, fact.source_version or fact.version)
        for fact in packages()
    }

    assert found == expected


def test_every_list_and_md5sums_belongs_to_a_package():
    keys = {fact.key for fact in packages()}
    owners = set()
    for path in sorted(STATUS.parent.glob("info/*")):
        name = str(path).lstrip("/")
        if FILES.wants(name):
            facts = FILES.read(LayerFile(path=name, content=path.read_bytes()))
            owners |= {fact.owner for fact in facts if isinstance(fact, OwnedFilesFact)}

    assert len(owners) > 1
    assert owners - keys - {key.rpartition(":")[0] for key in keys} == set()
