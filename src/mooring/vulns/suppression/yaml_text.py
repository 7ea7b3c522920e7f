"""YAML of people: a mistake is said with its line, and what could grow without bound is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mooring.base.errors import ReadError

if TYPE_CHECKING:
    import yaml

MAX_NODES = 4_000_000
MAX_DEPTH = 60


def parse_yaml(text: str) -> object:
    """The value of a YAML document in the safe schema. Raises ReadError at aliases, keys that stand twice, a second document."""
    import yaml

    try:
        _check(text)
        return yaml.load(text, Loader=_loader())  # noqa: S506 a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or " ".join(str(error).split())
        raise ReadError(f"is not YAML{where}: {reason}") from None
    except (RecursionError, ValueError, OverflowError, TypeError, AttributeError, KeyError) as error:
        raise ReadError(f"is not YAML: {' '.join(str(error).split())[:200]}") from None


def _check(text: str) -> None:
    """Bound nodes and depth before anything is built: the composer is recursive."""
    import yaml

    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=_base())):
        if isinstance(event, yaml.AliasEvent):
            raise _refused("aliases (*name) are not read here", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise _refused(f"it has more than {MAX_NODES} nodes or {MAX_DEPTH} levels", event)


def _refused(message: str, event: "yaml.Event") -> ReadError:
    line = event.start_mark.line + 1 if event.start_mark is not None else 1
    return ReadError(f"is not YAML in line {line}: {message}")


def _base() -> type:
    import yaml

    base: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return base


def _loader() -> type:
    """A safe loader that refuses keys that stand twice: YAML lets the last one win, in silence."""
    import yaml

    base: type[yaml.SafeLoader] = _base()

    class Loader(base):  # type: ignore[misc,valid-type]  # The C loader where PyYAML has it: another class of the same kind.
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Mapping[object, object]:
            seen: set[str] = set()
            for key, _ in node.value:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                if name and name in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {name!r} stands twice", key.start_mark
                    )
                seen.add(name)
            found: Mapping[object, object] = super().construct_mapping(node, deep=deep)
            return found

        def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> object:
            try:
                return super().construct_yaml_timestamp(node)
            except ValueError:  # The 13th month: a text, so that the key which needs a date can say so.
                return node.value

    Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_timestamp)
    return Loader
