"""Product ranges of NVD."""

from pathlib import Path

import pytest

from mooring.model.match import Confidence
from vulns.world import advisory, below, database_of, every, findings, inventory, package, pairs

WINDOWS = "cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*"
LINUX = "cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*"
REDIS = "cpe:2.3:a:redis:redis:*:*:*:*:*:*:*:*"


def redis(version: str = "7.0.0", **more: object):
    cpes = (f"cpe:2.3:a:redis:redis:{version}:*:*:*:*:*:*:*", "cpe:2.3:a:redislabs:redis:*:*:*:*:*:*:*:*", "no cpe")
    return inventory(package("generic", "redis", version, cpes=cpes, **more))


def test_a_program_is_not_assessed_unless_product_ranges_are_asked_for(tmp_path: Path):
    database = database_of(
        tmp_path, advisory("CVE-2024-1", below("cpe", "redis:redis", "7.2.0", cpe=REDIS), feed="nvd")
    )

    off, on = findings(redis(), database), findings(redis(), database, use_cpe=True)

    assert ([], ["only product ranges of NVD speak about it; see --cpe"]) == (
        pairs(off),
        [found.reason for found in off.assessments],
    )
    assert [("redis", "CVE-2024-1")] == pairs(on)
    assert Confidence.POSSIBLE is on.matches[0].confidence
    assert "partly-assessed" == on.assessments[0].state.value


def test_a_product_without_versions_says_nothing(tmp_path: Path):
    database = database_of(tmp_path, advisory("CVE-2024-1", every("cpe", "redis:redis", cpe=REDIS), feed="nvd"))

    assert [] == pairs(findings(redis(), database, use_cpe=True))


@pytest.mark.parametrize(
    ("target", "language", "is_affected"),
    [("*", "", True), ("node.js", "", False), ("node.js", "javascript", True), ("linux", "", True)],
)
def test_the_target_software_must_fit(tmp_path: Path, target: str, language: str, is_affected: bool):
    cpe = f"cpe:2.3:a:redis:redis:*:*:*:*:*:{target}:*:*"
    database = database_of(tmp_path, advisory("CVE-2024-1", below("cpe", "redis:redis", "9", cpe=cpe), feed="nvd"))

    assert is_affected is bool(pairs(findings(redis(language=language), database, use_cpe=True)))


@pytest.mark.parametrize(
    ("platforms", "is_affected"),
    [
        ((WINDOWS,), False),
        ((WINDOWS, LINUX), True),
    ],
)
def test_a_platform_must_be_possible(tmp_path: Path, platforms: tuple[str, ...], is_affected: bool):
    row = below("cpe", "redis:redis", "9", cpe=REDIS, platforms=platforms)

    database = database_of(tmp_path, advisory("CVE-2024-1", row, feed="nvd"))

    assert is_affected is bool(pairs(findings(redis(), database, use_cpe=True)))


def test_a_program_that_a_feed_names_is_assessed(tmp_path: Path):
    row = advisory("CVE-2024-1", below("generic", "ruby", "3.3.1"), feed="rubysec")
    found = inventory(package("generic", "ruby", "3.3.0"), package("generic", "redis", "7"))

    result = findings(found, database_of(tmp_path, row))

    assert [("ruby", "CVE-2024-1")] == pairs(result)
    assert [("generic/redis@7",)] == [assessment.packages for assessment in result.assessments]
