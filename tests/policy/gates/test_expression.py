"""Gate `expression`: house rules in CEL."""

import pytest

from mooring.model.evidence.content import Need, Secret
from mooring.model.files import FileEntry
from mooring.model.image import ImageConfig, ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import License, Package
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError
from mooring.policy.gates.expression import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import NOW, evidence, failure, fired, ids, messages, refusal, rule, searched
from reports.worlds import MATCHED


def package(name: str, package_type: str = "npm", **fields: object) -> Package:
    return Package(
        id=f"id-{name}", type=package_type, name=name, version="1.0", purl=f"pkg:{package_type}/{name}@1.0", **fields
    )


IMAGE = evidence(
    inventory=Inventory(
        packages=(package("@internal/a"), package("b", licenses=(License(declared="GPL"),)), package("c", "deb"))
    ),
    files=[FileEntry(path="/app/key.pem", mode=0o644), FileEntry(path="/bin/su", mode=0o4755)],
    content=searched(Need.SECRETS, secrets=(Secret(place="/a", rule="r"), Secret(place="history:1", rule="r"))),
    config=ImageConfig(user="root", labels={"team": "web"}),
)


def test_a_rule_fires_once_where_its_expression_is_true_of_the_image():
    assert ["image.user == 'root' is true"] == messages(GATE, "cel", IMAGE, expression="image.user == 'root'")
    assert [] == messages(GATE, "cel", IMAGE, expression="image.user == 'app'")
    [one] = fired(GATE, "cel", IMAGE, expression="image.labels.team == 'web'", message="{kind} of the web team")
    assert ("image of the web team", "") == (one.message, one.subject)


@pytest.mark.parametrize(
    ("for_each", "expression", "subjects"),
    [
        ("package", "item.type == 'npm' && item.name.startsWith('@internal/')", ["id-@internal/a"]),
        ("file", "item.is_setuid || item.path.endsWith('.pem')", ["/app/key.pem", "/bin/su"]),
        ("secret", "item.rule == 'r'", ["/a", ""]),
        ("license", "item.declared.matches('^A?GPL')", ["id-b"]),
        ("image", "packages.exists(p, p.name == 'c' && p.is_os)", [""]),
    ],
)
def test_a_rule_fires_for_each_thing_that_it_is_true_of(for_each, expression, subjects):
    found = fired(GATE, "cel", IMAGE, for_each=for_each, expression=expression)

    assert subjects == [one.subject for one in found]


def test_a_vulnerability_brings_its_id_its_package_and_its_match():
    judged = Evidence(MATCHED, now=NOW)

    found = fired(
        GATE, "cel", judged, for_each="vulnerability", expression="item.is_exploited", message="{id} in {package_name}"
    )

    assert {"CVE-2021-23337 in lodash"} == {one.message for one in found}
    assert {match.id for match in judged.matches if match.vulnerability.exploited} == {one.match_id for one in found}
    assert all(one.vulnerability == "CVE-2021-23337" and one.subject in judged.packages for one in found)


def test_a_message_is_made_from_fields_and_the_id_is_not_made_from_the_message():
    wanted = {"for_each": "package", "expression": "item.type == 'deb'"}

    assert ["c 1.0"] == messages(GATE, "cel", IMAGE, message="{name} {version}", **wanted)
    assert ids(GATE, "cel", IMAGE, message="{name}", **wanted) == ids(GATE, "cel", IMAGE, message="{purl}", **wanted)
    assert ["item.type == 'deb' is true for c"] == messages(GATE, "cel", IMAGE, **wanted)


def test_a_message_that_names_what_there_is_not_is_refused():
    with pytest.raises(BadParameter, match="no field 'nam'") as caught:
        rule(GATE, "cel", expression="true", for_each="package", message="{nam}")
    assert "did you mean {name}?" == caught.value.hint


def test_a_rule_can_want_many():
    wanted = {"for_each": "package", "expression": "item.version == '1.0'"}

    assert 3 == len(messages(GATE, "cel", IMAGE, min_count="3", **wanted))
    assert [] == messages(GATE, "cel", IMAGE, min_count="4", **wanted)


@pytest.mark.parametrize("text", ["1 +", "", "package.name == 'x'", "(" * 100, "a" * 5_000])
def test_what_is_no_expression_is_refused_when_the_bundle_is_read(text):
    with pytest.raises(BadParameter):
        rule(GATE, "cel", expression=text)


@pytest.mark.parametrize(
    ("for_each", "expression", "reason"),
    [
        ("image", "1 + 1", "expected true or false"),
        ("image", "image.usr == ''", "no field 'usr'"),
        ("image", "base.name == ''", "no field 'name'"),
        ("image", "nothing", "Undefined"),
        ("package", "item.licenses[0] == 'GPL'", "for 2 of 3"),
    ],
)
def test_an_expression_that_fails_is_never_a_pass(for_each, expression, reason):
    assert reason in failure(GATE, "cel", IMAGE, for_each=for_each, expression=expression)


def test_what_is_true_is_told_before_what_failed():
    made = rule(GATE, "cel", for_each="package", expression="item.licenses[0] == 'GPL'").check(IMAGE)

    assert "id-b" == next(made).subject
    with pytest.raises(RuleError):
        next(made)


def test_a_report_without_an_image_config_does_not_pass():
    sbom = evidence(image=ImageDescription(kind="sbom"))

    assert "no field 'user'" in failure(GATE, "cel", sbom, expression="image.user == 'root'")


@pytest.mark.parametrize(
    ("for_each", "expression", "needs"),
    [
        ("image", "image.user == ''", ()),
        ("package", "item.name == ''", ()),
        ("image", "size(secrets) > 0 && vulnerabilities.all(v, v.has_fix)", (Need.MATCHES, Need.SECRETS)),
        ("file", "item.path == ''", (Need.FILES,)),
        ("file", "item.sha256 == ''", (Need.FILES, Need.FILE_DIGESTS)),
        ("vulnerability", "item.id == 'files'", (Need.MATCHES,)),
        ("secret", "true", (Need.SECRETS,)),
    ],
)
def test_a_rule_rests_on_what_its_expression_names(for_each, expression, needs):
    assert needs == tuple(rule(GATE, "cel", for_each=for_each, expression=expression).needs())


def test_an_item_that_nothing_gives_is_refused():
    assert "only with 'for_each'" in refusal(GATE, "cel", expression='item.name == "bash"')
    assert "only with 'for_each'" in refusal(GATE, "cel", expression="item.size > 1", for_each="image")


def test_an_element_may_be_called_item():
    assert "" == refusal(GATE, "cel", expression='packages.exists(item, item.name == "bash")')
