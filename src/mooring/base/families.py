"""Families: folders in which every module offers exactly one object of one type."""

import importlib
import os
from typing import TypeVar

from mooring.base.errors import MooringError

Member = TypeVar("Member")


class FamilyError(MooringError):
    """A module of a family offers no member, or more than one: a bug in the module it names."""


def collect(folder: str, kind: type[Member], *, contract: str | None = None) -> tuple[Member, ...]:
    """Import the modules of package `folder` in alphabetical order and return the one `kind` object that each offers.

    Sub-folders hold helpers and are not members; nor is the module named `contract`, which defines the type.
    """
    package = importlib.import_module(folder)
    # pkgutil would import `inspect`, which costs every start 5 ms.
    names = sorted(name.removesuffix(".py") for name in os.listdir(package.__path__[0]) if name.endswith(".py"))
    return tuple(_member(f"{folder}.{name}", kind) for name in names if name not in ("__init__", contract))


def _member(module_name: str, kind: type[Member]) -> Member:
    module = importlib.import_module(module_name)
    found = {id(value): value for name, value in vars(module).items() if name.isupper() and isinstance(value, kind)}
    if len(found) != 1:
        raise FamilyError(f"{module_name} offers {len(found)} objects of type {kind.__name__}; a member offers one")
    return next(iter(found.values()))
