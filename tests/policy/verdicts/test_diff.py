"""What would change with another bundle."""

from mooring.policy.verdicts.diff import diff, image_diff
from policy.bundles import bundle, compiled, evidence, package, rule

OLD = compiled(bundle(rule("named", "WARN", names="bash,tar")))


def changes(new, *packages):
    found = image_diff(OLD, compiled(new), evidence(*packages))
    return [
        (change.finding.subject, change.old and change.old.action.value, change.new and change.new.action.value)
        for change in found.changes
    ]


def test_a_fleet_says_which_images_flip():
    new = compiled(bundle(rule("named", "STOP", names="bash")))
    fleet = [evidence(package(name), name=f"registry.example/{name}:1") for name in ("bash", "tar", "zip", "zsh")]

    found = diff(OLD, new, iter(fleet))

    assert found.images == 4
    assert found.counts == {"go -> go": 2, "warn -> go": 1, "warn -> stop": 1}
    assert [image.image for image in found.differing] == ["registry.example/bash:1", "registry.example/tar:1"]
    assert [image.image for image in found.flips] == ["registry.example/bash:1"]


def test_findings_come_go_and_count_differently():
    new = bundle(rule("named", "STOP", names="bash"), rule("named", "WARN", rule_id="s", names="zip"))

    assert changes(new, package("bash"), package("tar"), package("zip")) == [
        ("bash", "warn", "stop"),
        ("zip", None, "warn"),
        ("tar", "warn", None),
    ]


def test_the_same_findings_from_another_rule_are_no_change():
    new = bundle(rule("named", "WARN", rule_id="a", names="bash"), rule("named", "WARN", rule_id="b", names="tar"))

    assert changes(new, package("bash"), package("tar")) == []


def test_a_finding_that_an_allowlist_now_accepts_has_changed():
    new = bundle(rule("named", "WARN", names="bash,tar"), items=({"package": "pkg:npm/bash"},))

    assert changes(new, package("bash")) == [("bash", "warn", "go")]


def test_a_bundle_that_is_broken_flips_every_image():
    found = diff(OLD, compiled(bundle(rule("nothing"))), [evidence(package("zip"))])

    assert [image.flips for image in found.differing] == [True]
