"""Packs on images: every check fails where it should, passes where it should, and says so where nobody looked."""

import msgspec
import pytest

from mooring.base.errors import UsageError
from mooring.model.compliance import MAX_FINDINGS, CheckKind, ControlState
from mooring.model.files import FileEntry
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.policy import Allowlist, AllowlistItem
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from mooring.policy.compliance.evaluate import evaluate_pack
from mooring.policy.packs.library import all_checks, load_pack, pack_names, settings_of
from mooring.policy.packs.pack import Control, Pack
from policy.compliance.worlds import (
    FAILS,
    MISSING,
    REPORT,
    SETTINGS,
    changed,
    config,
    content,
    evidence_of,
    flaw,
    inventory,
    with_file,
)
from policy.matched import OPENSSL, match

STATES = ControlState


def pack_of(*controls: Control) -> Pack:
    """A pack of a test."""
    return Pack(id="test", title="Test", version="1", source="nobody", url="", coverage="nothing", controls=controls)


def control(
    *checks: str, optional: tuple[str, ...] = (), check: CheckKind = CheckKind.AUTO, identifier: str = "1"
) -> Control:
    return Control(id=identifier, title="title", description="words", check=check, checks=checks, optional=optional)


def judged(*checks: str, report: ScanReport = REPORT, settings=SETTINGS, **fields: object):
    """One control with these checks on an image."""
    pack = pack_of(control(*checks, **fields))
    known = settings_of(pack)
    given = {name: value for name, value in settings.items() if name in known}
    [result] = evaluate_pack(pack, evidence_of(report), settings=given).controls
    return result


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_every_check_passes_on_an_image_that_was_looked_after(name):
    result = judged(name)

    assert (STATES.PASS, (), ()) == (result.state, result.findings, result.missing)
    assert result.evidence


@pytest.mark.parametrize(
    "name", sorted(set(all_checks()) - {"assessed", "all-assessed", "data-fresh", "inventory-read"})
)
def test_every_check_fails_where_it_should(name):
    result = judged(name, report=FAILS[name](REPORT))

    assert (STATES.FAIL, len(result.findings)) == (result.state, result.finding_count)
    assert result.findings
    assert all_checks()[name].remedy == result.remedy


@pytest.mark.parametrize("name", sorted(MISSING))
def test_missing_evidence_is_never_a_pass(name):
    result = judged(name, report=MISSING[name](REPORT))

    assert (STATES.NOT_GATHERED, ()) == (result.state, result.findings)
    assert result.missing[0].startswith(all_checks()[name].title)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("copy-not-add", "Give the Dockerfile that the image was built by (--dockerfile)."),
        ("no-malware", "Have ClamAV with fresh signatures at hand: clamscan, or its daemon (--clamd)."),
        ("data-fresh", "Update the vulnerability database (mooring db update)."),
        ("no-setuid", "Judge the image itself: an SBOM or a folder does not tell that."),
    ],
)
def test_where_evidence_is_missing_the_remedy_is_to_get_it(name, remedy):
    assert remedy == judged(name, report=MISSING[name](REPORT)).remedy


def test_why_evidence_is_missing_is_told_rather_than_that_it_is():
    scan = changed(REPORT.inventory.content.malware[0], problem="the daemon is away")
    report = content(malware=(scan,), searches=REPORT.inventory.content.searches[:2])(REPORT)

    assert "problem=the daemon is away" in judged("no-malware", report=report).missing[0]


@pytest.mark.parametrize("name", sorted(name for name, check in all_checks().items() if check.settings))
def test_a_check_without_its_setting_is_left_to_people(name):
    result = judged(name, settings={})

    assert STATES.MANUAL is result.state
    assert "not judged without the setting" in result.missing[0]


@pytest.mark.parametrize("name", pack_names())
def test_on_an_image_that_was_looked_after_everything_that_can_be_checked_passes(name):
    pack = load_pack(name)
    given = {key: SETTINGS[key] for key in settings_of(pack) if key in SETTINGS}

    report = evaluate_pack(pack, evidence_of(), settings=given)

    automatic = [one for one in pack.controls if one.check is not CheckKind.MANUAL]
    assert {one.id: STATES.PASS for one in automatic} == {
        one.id: one.state for one in report.controls if one.state is not STATES.MANUAL
    }
    assert report.passes
    assert len(pack.controls) == report.totals.controls == len(automatic) + report.totals.manual


@pytest.mark.parametrize("name", pack_names())
def test_on_a_report_that_knows_nothing_nothing_passes(name):
    """An SBOM without packages, not matched, no files: only what truly does not apply is set aside."""
    empty = ScanReport(image=ImageDescription(kind="sbom", source="sbom", name="a.json"), inventory=Inventory())

    report = evaluate_pack(load_pack(name), evidence_of(empty))

    assert {STATES.NOT_GATHERED, STATES.MANUAL, STATES.NOT_APPLICABLE, STATES.PASS} >= {
        one.state for one in report.controls
    }
    passed = {one.id for one in report.controls if one.state is STATES.PASS}
    assert passed <= NAMES_ONLY[name]
    assert not report.passes


NAMES_ONLY = {
    "cis-docker": {"4.3"},
    "nist-800-190": set(),
    "pci-dss-4": set(),
    "hipaa": set(),
    "disa-stig": {"CP-5"},
}
"""Controls about packages alone: an SBOM can tell that a package is not in it."""


def test_a_finding_outweighs_missing_evidence():
    report = with_file("/usr/bin/su", 0o4755)(changed(REPORT, dockerfile=None))

    result = judged("no-setuid", "copy-not-add", report=report)

    assert STATES.FAIL is result.state
    assert "was not analyzed" in result.missing[0]


def test_missing_evidence_outweighs_a_missing_setting():
    result = judged("copy-not-add", "base-image-allowed", report=changed(REPORT, dockerfile=None), settings={})

    assert STATES.NOT_GATHERED is result.state


def test_an_optional_check_that_could_not_be_made_makes_the_pass_one_in_part():
    report = changed(REPORT, dockerfile=None)

    result = judged("no-setuid", optional=("copy-not-add",), report=report)
    whole = judged("no-setuid", optional=("copy-not-add",))

    assert (STATES.PASS, True) == (result.state, result.is_partial)
    assert (STATES.PASS, False) == (whole.state, whole.is_partial)


def test_an_optional_check_that_finds_something_fails():
    assert (
        STATES.FAIL
        is judged("no-setuid", optional=("no-ssh-server",), report=with_file("/usr/sbin/sshd")(REPORT)).state
    )


def test_optional_checks_alone_that_could_not_be_made_are_no_pass():
    assert STATES.NOT_GATHERED is judged(optional=("copy-not-add",), report=changed(REPORT, dockerfile=None)).state
    assert STATES.MANUAL is judged(optional=("base-image-allowed",), settings={}).state


def test_what_the_image_has_nothing_of_does_not_apply():
    """Neither a distribution nor its packages."""
    bare = inventory(distro=None, packages=())(REPORT)

    result = judged("packages-verified", "distribution-alive", report=bare)
    mixed = judged("packages-verified", "no-setuid", report=bare)

    assert STATES.NOT_APPLICABLE is result.state
    assert "no package database" in result.reason
    assert (STATES.PASS, "") == (mixed.state, mixed.reason)
    assert any("not applicable" in sentence for sentence in mixed.evidence)


def test_packages_of_a_distribution_that_is_not_named_must_be_judged():
    report = inventory(distro=None)(REPORT)

    assert STATES.NOT_APPLICABLE is not judged("data-fresh", report=report).state


def test_an_image_in_oci_form_has_no_place_for_a_health_check():
    oci = "application/vnd.oci.image.manifest.v1+json"
    report = config(healthcheck=())(REPORT)
    report = changed(report, image=changed(report.image, manifest_media_type=oci))

    given = judged("healthcheck", report=report)
    without = judged("healthcheck", report=changed(report, dockerfile=None))

    assert (STATES.PASS, STATES.NOT_APPLICABLE) == (given.state, without.state)
    assert "probes" in without.reason


def test_an_image_that_is_too_old_fails_without_saying_that_its_age_is_unknown():
    result = judged("rebuilt-in-90-days", report=FAILS["rebuilt-in-90-days"](REPORT))

    assert (STATES.FAIL, ()) == (result.state, result.missing)


def test_a_manual_control_is_listed_and_never_judged():
    [result] = evaluate_pack(pack_of(control(check=CheckKind.MANUAL)), evidence_of()).controls

    assert (STATES.MANUAL, (), ()) == (result.state, result.evidence, result.rules)


def test_what_a_waiver_accepts_does_not_fail_and_is_told():
    waiver = Allowlist(
        id="w", name="Ours", items=(AllowlistItem(id="i", vulnerability="CVE-2025-1", reason="not reached"),)
    )
    pack = pack_of(control("high-fixed-in-30-days"))

    report = evaluate_pack(pack, evidence_of(flaw(Severity.HIGH)(REPORT)), waivers=(waiver,))

    [result] = report.controls
    assert (STATES.PASS, 0, 1) == (result.state, result.finding_count, result.waived_count)
    allowance = result.waived[0].allowance
    assert ("Ours", "i", "not reached") == (allowance.allowlist_name, allowance.item_id, allowance.reason)


def test_an_expired_waiver_accepts_nothing_and_is_told():
    item = AllowlistItem(id="i", vulnerability="CVE-2025-1", expires_on="2026-01-01T00:00:00Z")
    pack = pack_of(control("high-fixed-in-30-days"))

    report = evaluate_pack(
        pack, evidence_of(flaw(Severity.HIGH)(REPORT)), waivers=(Allowlist(id="w", name="Ours", items=(item,)),)
    )

    assert STATES.FAIL is report.controls[0].state
    assert ["expired on 2026-01-01T00:00:00Z: it accepts nothing any more"] == [note.message for note in report.notes]


def test_a_general_waiver_does_not_stand_for_evidence():
    """Only the exact id of what is missing accepts that it is."""
    any_id = Allowlist(id="w", items=(AllowlistItem(id="i", gate="secret_scans", trigger_id="*"),))
    exact = Allowlist(
        id="w", items=(AllowlistItem(id="i", gate="secret_scans", trigger_id="evidence_missing+secrets"),)
    )
    evidence = evidence_of(MISSING["no-secrets"](REPORT))
    pack = pack_of(control("no-secrets"))

    states = [evaluate_pack(pack, evidence, waivers=(one,)).controls[0].state for one in (any_id, exact)]

    assert [STATES.NOT_GATHERED, STATES.PASS] == states


def test_many_findings_are_counted_and_the_first_are_told():
    files = tuple(FileEntry(path=f"/bin/{number}", mode=0o4755) for number in range(MAX_FINDINGS + 7))

    result = judged("no-setuid", report=inventory(files=files)(REPORT))

    assert (MAX_FINDINGS, MAX_FINDINGS + 7) == (len(result.findings), result.finding_count)


def test_the_worst_vulnerabilities_stand_first_of_those_that_are_told():
    flaws = [match(f"CVE-2025-{number}", OPENSSL, Severity.HIGH, fixed="9") for number in range(MAX_FINDINGS + 1)]
    flaws += [match("CVE-2026-1", OPENSSL, Severity.CRITICAL, fixed="9")]
    report = changed(REPORT, findings=changed(REPORT.findings, matches=tuple(flaws)))

    assert "CVE-2026-1" == judged("high-fixed-in-30-days", report=report).findings[0].vulnerability


def test_the_report_tells_image_database_time_and_pack():
    pack = pack_of(control("no-setuid"))
    report = evaluate_pack(pack, evidence_of())

    assert ("registry.example/team/app:1.4", REPORT.image.digest) == (report.image.name, report.image.digest)
    assert "registry.example/team/app:1.4" == report.image.judged_as
    assert "vulnerability database of 2026-11-23" == report.database
    assert "2026-11-23T12:00:00+00:00" == report.evaluated
    assert "no certification" in report.pack.statement
    assert report.bundle_digest.startswith("sha256:")
    assert report == evaluate_pack(pack, evidence_of())


def test_gathering_less_never_makes_the_score_better():
    pack = pack_of(
        control("no-setuid"), control("copy-not-add", identifier="2"), control(check=CheckKind.MANUAL, identifier="3")
    )

    totals = evaluate_pack(pack, evidence_of(changed(REPORT, dockerfile=None))).totals

    assert (3, 2, 1, 1, 1) == (totals.controls, totals.checked, totals.passed, totals.not_gathered, totals.manual)


def test_a_report_with_problems_is_not_complete():
    report = evaluate_pack(pack_of(control("no-setuid")), evidence_of(MISSING["inventory-read"](REPORT)))

    assert STATES.PASS is report.controls[0].state
    assert (False, 1) == (report.passes, len(report.problems))


def test_a_setting_that_rules_cannot_use_is_refused():
    with pytest.raises(UsageError, match="holds no public key"):
        evaluate_pack(pack_of(control("trusted-signature")), evidence_of(), settings={"signing-keys": "a key"})


def test_keys_are_told_by_their_digest():
    pack = pack_of(control("trusted-signature"))
    given = {key: SETTINGS[key] for key in ("signing-keys", "transparency-log")}

    told = evaluate_pack(pack, evidence_of(), settings=given).settings

    assert "false" == told["transparency-log"]
    assert "BEGIN" not in told["signing-keys"]
    assert "sha256:" in told["signing-keys"]


def test_a_wild_name_from_the_image_breaks_nothing():
    wild = "/\udcff\x1b[31m{signing-keys}"

    result = judged("no-setuid", report=with_file(wild, 0o4755)(REPORT))

    assert 1 == result.finding_count


def test_evaluating_a_pack_on_many_findings_takes_no_time_worth_telling():
    """Each control is judged once, whatever the number of packs that share its checks."""
    flaws = tuple(match(f"CVE-2025-{number}", OPENSSL, Severity.HIGH, fixed="9") for number in range(2_000))
    report = changed(REPORT, findings=changed(REPORT.findings, matches=flaws))

    totals = evaluate_pack(load_pack("pci-dss-4"), evidence_of(report)).totals

    assert totals.failed >= 2


def test_structures_can_be_written_and_read_again():
    report = evaluate_pack(load_pack("cis-docker"), evidence_of(content(secrets=())(REPORT)))

    assert report == msgspec.json.decode(msgspec.json.encode(report), type=type(report))
