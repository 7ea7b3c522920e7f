"""Evidence in sentences."""

import pytest

from mooring.model.evidence.content import Content
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.report import ScanReport
from mooring.policy.compliance.sources import SOURCES, sentence_of
from policy.compliance.worlds import REPORT, changed, content, database, evidence_of

NOTHING = ScanReport(image=ImageDescription(kind="sbom", source="sbom", name="a.json"), inventory=Inventory())
TOLD = {
    "age": "image config: created 2026-11-13T12:00:00",
    "base": "base image: registry.example/base/debian:12.5, known by annotation",
    "config": "image config: runs as '65532', starts '/app/serve', exposes 8443/tcp",
    "distribution": "distribution: Debian 12",
    "dockerfile": "Dockerfile 'Dockerfile' as given: 6 instructions",
    "executables": "executables: none that no package explains",
    "files": "list of files: 2 entries",
    "given-dockerfile": "Dockerfile 'Dockerfile' as given: 6 instructions",
    "malware": "malware scan by clamav 1.4: 3 files, no findings",
    "matches": "vulnerability database of 2026-11-23: 0 findings not suppressed, debian 12 assessed, npm assessed",
    "name": "name of the image: registry.example/team/app:1.4",
    "packages": "inventory: 2 packages (1 deb, 1 npm)",
    "passwd": "/etc/passwd: 2 accounts",
    "secrets": "search for secrets by 1 rules: none found",
    "signatures": "signatures and attestations beside the image: 2",
    "verification": "files compared with the package database: none differs",
}
UNKNOWN = {
    "age": "age: the report is one of a sbom, which has no image config",
    "base": "base image: not known",
    "config": "config: the report is one of a sbom, which has no image config",
    "distribution": "distribution: none",
    "dockerfile": "Dockerfile: neither given nor to be rebuilt from a history",
    "executables": "executables: none that no package explains",
    "files": "list of files: not gathered",
    "given-dockerfile": "Dockerfile: not given",
    "malware": "malware scan: not gathered",
    "matches": "vulnerabilities: not gathered: the image was not matched with a database",
    "name": "name of the image: not known",
    "packages": "inventory: 0 packages",
    "passwd": "/etc/passwd: not gathered",
    "secrets": "search for secrets: not gathered",
    "signatures": "signatures and attestations: not gathered",
    "verification": "files compared with the package database: not gathered",
}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_what_was_gathered_is_told_with_its_size(name):
    assert TOLD[name] == sentence_of(name, evidence_of())


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_what_was_not_gathered_is_told_as_such(name):
    assert UNKNOWN[name] == sentence_of(name, evidence_of(NOTHING))


def test_a_search_that_broke_off_is_told():
    scan = changed(REPORT.inventory.content.malware[0], problem="the daemon is away")
    broken = content(malware=(scan,))(REPORT)

    assert sentence_of("malware", evidence_of(broken)).endswith("; not complete: the daemon is away")


def test_a_starter_database_is_told():
    assert "(starter)" in sentence_of("matches", evidence_of(database(kind="starter")(REPORT)))


def test_a_signature_that_could_not_be_fetched_is_told():
    supply = changed(REPORT.supply, problem="the registry was not reached")

    assert "could not be fetched" in sentence_of("signatures", evidence_of(changed(REPORT, supply=supply)))


def test_an_image_without_accounts_is_told():
    without = content(retrieved=())(REPORT)

    assert "/etc/passwd: the image has none" == sentence_of("passwd", evidence_of(without))
    assert "/etc/passwd: not gathered" == sentence_of("passwd", evidence_of(_without_content()))


def _without_content():
    return changed(REPORT, inventory=changed(REPORT.inventory, content=Content()))
