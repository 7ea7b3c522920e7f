"""The same answer wherever an expression is evaluated, and an end to each."""

import pytest

from mooring.model.image import ImageConfig
from mooring.model.inventory import Inventory
from mooring.model.package import License, Location, Package
from mooring.policy.expressions import evaluate as module
from mooring.policy.expressions.evaluate import evaluate
from mooring.policy.expressions.tokens import Expression
from mooring.policy.gate import RuleError
from policy.gate_rules import evidence


def package(number: int) -> Package:
    return Package(
        id=f"{number:016x}",
        type="deb",
        name=f"lib{number}",
        version="1.0",
        purl=f"pkg:deb/debian/lib{number}@1.0",
        licenses=(License(declared="MIT", expression="MIT"),),
        locations=(Location(path="/var/lib/dpkg/status"),),
    )


SMALL = evidence(inventory=Inventory(packages=tuple(package(number) for number in range(5))))
LARGE = evidence(inventory=Inventory(packages=tuple(package(number) for number in range(3_000))))


@pytest.mark.parametrize(
    ("text", "collection", "signs"),
    [
        ("item.name == 'lib3'", "packages", "00010"),
        ("item.name.matches('[24]$')", "packages", "00101"),
        ("'MIT' in item.licenses", "packages", "11111"),
        ("packages.exists(p, p.name == 'lib3')", "", "1"),
        ("packages.all(p, p.type == 'rpm')", "", "0"),
        ("size(packages) == 5 && packages.size() == 5", "", "1"),
        ("distro.id == '' && now.startsWith('2026-11-23T12')", "", "1"),
    ],
)
def test_the_answer_is_the_same_in_this_process_and_in_another(text, collection, signs, monkeypatch):
    assert signs == evaluate(Expression(text), SMALL, collection).signs

    monkeypatch.setattr(module, "_MAX_WORK_HERE", 0)

    assert signs == evaluate(Expression(text), SMALL, collection).signs


@pytest.mark.parametrize(
    ("text", "collection", "signs"),
    [
        ("packages.filter(p, p.name == 'lib1').size() == 1", "", "1"),
        ("packages.map(p, p.name)[4] == 'lib4'", "", "1"),
        ("packages.filter(p, p == packages[0]).size() == 1", "", "1"),
        ("item.licenses.exists(l, l == 'MIT')", "packages", "11111"),
        ("item == packages[2]", "packages", "00100"),
        ("item.name.matches('b' + '3')", "packages", "00010"),
        ('item["na" + "me"] == r\'lib1\'', "packages", "01000"),
        ("packages.exists(p, p.name == 'lib1' && packages.all(q, q.type == p.type))", "", "1"),
    ],
)
def test_what_may_take_long_is_evaluated_in_another_process(text, collection, signs):
    assert signs == evaluate(Expression(text), SMALL, collection).signs


def test_an_expression_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(module, "CPU_SECONDS", 1)
    endless = "packages.all(p, packages.all(q, packages.all(r, p.name + q.name != r.name)))"

    with pytest.raises(RuleError, match="did not end within 1 seconds"):
        evaluate(Expression(endless), LARGE, "")


def test_one_that_waits_for_the_processor_is_ended_too(monkeypatch):
    monkeypatch.setattr(module, "WALL_SECONDS", 0.01)

    with pytest.raises(RuleError, match="did not end within 0.01 seconds"):
        evaluate(Expression("packages.filter(p, p.name == '').size() == 0"), LARGE, "")


def test_an_error_in_the_other_process_is_told():
    with pytest.raises(RuleError, match="Syntax error"):
        evaluate(Expression("packages.map(p, p"), SMALL, "")
    outcome = evaluate(Expression("packages.map(p, p.nme).size() == 1"), SMALL, "")
    assert ("e", "there is no field 'nme'") == (outcome.signs, outcome.error)


def test_without_the_engine_nothing_passes(monkeypatch):
    monkeypatch.setattr(module, "engine", lambda: None)

    with pytest.raises(RuleError, match=r"install mooring\[policy\]"):
        evaluate(Expression("true"), SMALL, "")


def test_another_process_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent/python")

    with pytest.raises(RuleError, match="did not start"):
        evaluate(Expression("packages.map(p, p).size() == 5"), SMALL, "")


def test_many_labels_are_not_copied_for_each_package():
    labels = {f"label{number}": "x" for number in range(3_000)}
    judged = evidence(inventory=LARGE.report.inventory, config=ImageConfig(labels=labels))
    quick = Expression("item.name == image.labels.label1")

    assert not module._is_quick(quick, {"image": {"labels": dict(labels)}}, [{}])
    assert module._is_quick(quick, {"image": {"labels": {"label1": "x"}}}, [{}])
    assert judged.report.image.config.labels


def test_nothing_to_go_through_gives_nothing():
    assert "" == evaluate(Expression("item.name == 'x'"), evidence(), "packages").signs
    assert "1" == evaluate(Expression("packages.all(p, p.name == 'x')"), evidence(), "").signs
