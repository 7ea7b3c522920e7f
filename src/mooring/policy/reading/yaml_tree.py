"""YAML as a tree whose scalars are the texts that stand there: no version becomes a number, no `no` a truth value, no date a date.

It is built from the parser's events, without recursion and without constructors. Aliases are followed; what they expand to is counted as
if it were written out, and a node that holds itself is refused.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from mooring.base.errors import ReadError

if TYPE_CHECKING:
    import yaml

MAX_NODES = 300_000
MAX_DEPTH = 60
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class _Built(msgspec.Struct, frozen=True, kw_only=True):
    """A node that is complete."""

    value: object
    nodes: int
    depth: int


class _Open:
    """A table or list that is being read."""

    def __init__(self, anchor: str, *, is_table: bool) -> None:
        self.anchor = anchor
        self.table: dict[str, object] | None = {} if is_table else None
        self.items: list[object] = []
        self.key: str | None = None
        self.nodes = 1
        self.depth = 1


def parse_yaml(text: str) -> object:
    """The value of a YAML document. Raises ReadError, with the line."""
    import yaml

    try:
        return _Builder().build(yaml.parse(text, Loader=_loader()))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or " ".join(str(error).split())
        raise ReadError(f"is not YAML{where}: {str(reason)[:200]}") from None
    except (RecursionError, ValueError, OverflowError) as error:
        raise ReadError(f"is not YAML: {' '.join(str(error).split())[:200]}") from None


class _Builder:
    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, _Built] = {}
        self._root: _Built | None = None
        self._nodes = 0

    def build(self, events: "Iterator[yaml.Event]") -> object:
        import yaml

        documents = 0
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise _refused("a second document begins; one is read", event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._begin(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._end(event)
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.AliasEvent():
                    self._alias(event)
        return self._root.value if self._root is not None else None

    def _begin(self, event: "yaml.MappingStartEvent | yaml.SequenceStartEvent") -> None:
        import yaml

        _check_tag(event.tag, event)
        if self._open and self._open[-1].table is not None and self._open[-1].key is None:
            raise _refused("a key is a list or a table; expected a text", event)
        if len(self._open) >= MAX_DEPTH:
            raise _refused(f"it is nested more than {MAX_DEPTH} levels deep", event)
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._open.append(_Open(event.anchor or "", is_table=isinstance(event, yaml.MappingStartEvent)))

    def _end(self, event: "yaml.Event") -> None:
        done = self._open.pop()
        value: object = done.items if done.table is None else done.table
        self._add(_Built(value=value, nodes=done.nodes, depth=done.depth), done.anchor, event)

    def _scalar(self, event: "yaml.ScalarEvent") -> None:
        _check_tag(event.tag, event)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.table is not None and parent.key is None:
            self._key(parent, event)
            return
        is_nothing = not event.style and event.value in _NOTHING and event.tag is None
        value = None if is_nothing else event.value
        self._add(_Built(value=value, nodes=1, depth=0), event.anchor or "", event)

    def _key(self, parent: _Open, event: "yaml.ScalarEvent") -> None:
        assert parent.table is not None
        if event.value == "<<":
            raise _refused("merge keys (<<) are not read here; write the keys out", event)
        if event.value in parent.table:
            raise _refused(f"the key {event.value[:100]!r} stands twice", event)
        if event.anchor:
            self._anchors[event.anchor] = _Built(value=event.value, nodes=1, depth=0)
        parent.key = event.value

    def _alias(self, event: "yaml.AliasEvent") -> None:
        name = event.anchor or ""
        found = self._anchors.get(name)
        if found is None:
            inside = any(one.anchor == name for one in self._open)
            raise _refused(f"*{name[:100]} stands inside itself" if inside else f"*{name[:100]} has no anchor", event)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.table is not None and parent.key is None:
            raise _refused(f"the alias *{name[:100]} is used as a key; write the key out", event)
        self._add(found, "", event)

    def _add(self, built: _Built, anchor: str, event: "yaml.Event") -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _refused(f"it has more than {MAX_NODES} nodes", event)
        if anchor:
            self._anchors[anchor] = built
        if not self._open:
            self._root = built
            return
        parent = self._open[-1]
        parent.nodes += built.nodes
        parent.depth = max(parent.depth, built.depth + 1)
        if parent.nodes > MAX_NODES:
            raise _refused(f"it has more than {MAX_NODES} nodes once its aliases are followed", event)
        if len(self._open) + built.depth > MAX_DEPTH:
            raise _refused(f"it is nested more than {MAX_DEPTH} levels deep once its aliases are followed", event)
        if parent.table is None:
            parent.items.append(built.value)
        elif parent.key is not None:
            parent.table[parent.key] = built.value
            parent.key = None


def _check_tag(tag: str | None, event: "yaml.Event") -> None:
    if tag is not None and not tag.startswith("tag:yaml.org,2002:") and tag != "!":
        raise _refused(f"the tag {tag[:100]!r} is not read here", event)
    if tag is not None and tag.startswith("tag:yaml.org,2002:python"):
        raise _refused(f"the tag {tag[:100]!r} is not read here", event)


def _refused(message: str, event: "yaml.Event") -> ReadError:
    line = event.start_mark.line + 1 if event.start_mark is not None else 1
    return ReadError(f"is not YAML that is read here, in line {line}: {message}")


def _loader() -> "type[yaml.SafeLoader]":
    import yaml

    base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return base
