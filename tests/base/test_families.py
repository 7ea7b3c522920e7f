"""A folder whose modules each offer one object."""

import sys

import pytest

from mooring.base.families import FamilyError, collect


@pytest.fixture
def family(tmp_path, monkeypatch):
    """Writes a package of modules; gives its name."""
    made = []

    def write(**modules: str) -> str:
        name = f"family_{tmp_path.name.replace('-', '_')}_{len(made)}"
        folder = tmp_path / name
        (folder / "helpers").mkdir(parents=True)
        for path in (folder, folder / "helpers"):
            (path / "__init__.py").write_text("")
        for module, content in modules.items():
            (folder / f"{module}.py").write_text(content)
        made.append(name)
        return name

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    for loaded in [module for module in sys.modules if module.split(".")[0] in made]:
        del sys.modules[loaded]


def test_members_come_in_the_order_of_their_modules(family):
    assert collect(family(b="ONE = 2", a="ONE = 1", c="ONE = 3\nnot_one = 9"), int) == (1, 2, 3)


def test_the_contract_and_helpers_are_no_members(family):
    assert collect(family(a="ONE = 1", contract="", other="ONE = 2"), int, contract="contract") == (1, 2)


@pytest.mark.parametrize(("source", "count"), [("", 0), ("one = 1", 0), ("ONE = 'text'", 0), ("ONE = 1\nTWO = 2", 2)])
def test_a_module_that_offers_none_or_two_is_named(source, count, family):
    name = family(a="ONE = 1", odd=source)

    with pytest.raises(FamilyError, match=f"{name}.odd offers {count} objects of type int"):
        collect(name, int)


def test_one_object_under_two_names_is_one(family):
    assert collect(family(a="ONE = 1000\nSAME = ONE"), int) == (1000,)
