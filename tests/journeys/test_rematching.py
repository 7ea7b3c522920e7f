"""Findings without the image, as another distribution, and by product names."""

import json

import pytest

from journeys.advisories import (
    FIXED_BELOW,
    debian,
)
from journeys.matching import EVERYTHING, assessments, counted, document, findings, run, scanned


@pytest.mark.parametrize(
    "name", ["json", "cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag-value", "syft-json"]
)
def test_the_image_is_not_needed_to_match_it_again(name, folder):
    """The same findings under the same ids, with the same risk: each of these formats keeps names, source packages, places and owners."""
    scanned(folder, "-o", f"{name}=carried")

    ended = run(folder, "match", "carried", "-q", "-o", "json")

    assert ended.code == 0
    assert findings(json.loads(ended.out)) == findings(json.loads((folder / "app.json").read_text()))
    assert assessments(json.loads(ended.out)) == assessments(json.loads((folder / "app.json").read_text()))


def test_a_list_of_package_urls_keeps_less_and_misses_nothing(folder):
    """It keeps neither places nor owners: ids are others, and what Debian patched in Jinja counts."""
    scanned(folder, "-o", "purls=carried.purls")

    ended = run(folder, "match", "carried.purls", "-q", "-o", "json")

    assert counted(json.loads(ended.out)) == sorted([*EVERYTHING, ("CVE-2024-90006", "jinja2")])


def test_our_own_report_is_read_with_nothing_lost(folder):
    again = run(folder, "match", "app.json", "-q", "-o", "json").out

    before, after = json.loads((folder / "app.json").read_text()), json.loads(again)
    assert after["findings"] == before["findings"]
    assert after["inventory"] == before["inventory"]


def test_an_sbom_comes_through_a_pipe(folder):
    scanned(folder, "-o", "cyclonedx-json=piped")

    ended = run(folder, "match", "-", "-q", "-o", "json", content=(folder / "piped").read_bytes())

    assert counted(json.loads(ended.out)) == EVERYTHING


def test_a_document_that_is_not_there_is_not_looked_for_in_a_registry(folder):
    for command in (["match", "nope.json"], ["explain", FIXED_BELOW, "nope.json"]):
        ended = run(folder, *command)

        assert (ended.code, ended.messages) == (
            2,
            "error: there is no file 'nope.json'\nhint:  `mooring scan REFERENCE -o json=FILE` writes a report\n",
        )


@pytest.mark.parametrize("text", ["debian:12", "debian:bookworm", "Debian:12", "debian@12", "debian:12.5"])
def test_a_distribution_can_be_named(text, folder):
    (folder / "nameless.tar").write_bytes(debian(b"").docker_archive())

    assert counted(document(folder, "--distro", text, image="nameless.tar")) == EVERYTHING


def test_another_distribution_than_the_images_counts(folder):
    report = document(folder, "--distro", "debian:11")

    assert (FIXED_BELOW, "openssl") not in counted(report)
    assert assessments(report)["debian 11"][0] == "assessed"


@pytest.mark.parametrize("text", ["Debian 12", ":12", "debian:", "../etc", "debian:12; rm", "a" * 100])
def test_a_distribution_that_is_none_is_refused(text, folder):
    ended = scanned(folder, "--distro", text)

    assert (ended.code, ended.messages) == (
        2,
        f"error: --distro is {text!r}; expected a name and a release, like debian:12 or ubuntu:22.04+esm\n",
    )


@pytest.mark.parametrize("option", ["--distro", "--new-since", "--db"])
def test_an_empty_value_is_a_mistake_and_not_no_value(option, folder):
    ended = scanned(folder, option, "")

    assert (ended.code, ended.messages) == (
        2,
        f"error: {option} is empty\nhint:  is a variable of the pipeline not set?\n",
    )


NVD = {
    "vulnerabilities": [
        {
            "cve": {
                "id": "CVE-2024-90009",
                "published": "2024-01-01T00:00:00.000",
                "lastModified": "2024-01-02T00:00:00.000",
                "vulnStatus": "Analyzed",
                "descriptions": [{"lang": "en", "value": "A made-up flaw of a server."}],
                "configurations": [
                    {
                        "nodes": [
                            {
                                "operator": "OR",
                                "negate": False,
                                "cpeMatch": [
                                    {
                                        "vulnerable": True,
                                        "criteria": "cpe:2.3:a:example:server:*:*:*:*:*:*:*:*",
                                        "versionEndExcluding": "2.0",
                                    }
                                ],
                            }
                        ]
                    }
                ],
            }
        }
    ]
}
SERVER = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"type": "application", "name": "server", "version": "1.5", "cpe": "cpe:2.3:a:example:server:1.5:*:*:*:*:*:*:*"}
    ],
}


def test_product_ranges_are_asked_only_where_they_are_asked_for(folder, tmp_path):
    (tmp_path / "nvd.json").write_text(json.dumps(NVD))
    (tmp_path / "server.json").write_text(json.dumps(SERVER))
    words = ("db", "build", "--input", f"nvd={tmp_path / 'nvd.json'}", "--output", "nvd.db", "-q")
    assert run(tmp_path, *words).code == 0
    words = ("match", "server.json", "-q", "--db", "nvd.db", "-o", "json")

    without, with_products = run(tmp_path, *words), run(tmp_path, *words, "--cpe")

    assert counted(json.loads(without.out)) == []
    ((state, reason),) = assessments(json.loads(without.out)).values()
    assert (state, reason) == ("not-assessed", "only product ranges of NVD speak about it; see --cpe")
    (match,) = json.loads(with_products.out)["findings"]["matches"]
    assert (match["vulnerability"]["id"], match["confidence"]) == ("CVE-2024-90009", "possible")
