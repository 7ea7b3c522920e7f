"""A small memory of what was read last."""

from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """Keeps what was used last, up to a total weight; what is heavier than an eighth of that is not kept."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._kept: dict[_Key, tuple[_Value, int]] = {}

    def get(self, key: _Key) -> _Value | None:
        """What is kept under the key, which is the last one used now."""
        found = self._kept.pop(key, None)
        if found is None:
            return None
        self._kept[key] = found
        return found[0]

    def put(self, key: _Key, value: _Value, weight: int = 1) -> None:
        """Keep a value, and forget what was not used for longest."""
        if weight * 8 > self._most:
            return
        before = self._kept.pop(key, None)
        self._weight += weight - (before[1] if before else 0)
        self._kept[key] = (value, weight)
        while self._weight > self._most:
            self._weight -= self._kept.pop(next(iter(self._kept)))[1]
