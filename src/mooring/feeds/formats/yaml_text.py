"""YAML whose scalars stay text: a version `1.10` is no number, a date no moment. Bounded against hostile documents."""

from mooring.base.errors import ReadError

MAX_EVENTS = 500_000
MAX_DEPTH = 60


def parse_text_yaml(content: bytes) -> object:
    """The first document as dicts, lists, strings and None (`null`, `~` and nothing at all, unless quoted).

    Raises ReadError where it is no YAML, is nested more than 60 deep, or uses aliases: no feed does, and one could unfold without end.
    """
    import yaml

    loader_class = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _check(content, loader_class)
        loader = loader_class(content)
        try:
            node = loader.get_node() if loader.check_node() else None
        finally:
            loader.dispose()
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ReadError(f"is not YAML: {' '.join(str(error).split())}") from None
    return None if node is None else _value(node)


def _check(content: bytes, loader_class: type) -> None:
    """Count depth and events before anything is built of them."""
    import yaml

    loader = loader_class(content)
    depth = events = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            events += 1
            if isinstance(event, yaml.AliasEvent):
                raise ReadError("uses a YAML alias, which is not read here")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH or events > MAX_EVENTS:
                raise ReadError(f"is YAML deeper than {MAX_DEPTH} levels or longer than {MAX_EVENTS} items")
    finally:
        loader.dispose()


def _value(node: object) -> object:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        is_null = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
        return None if is_null else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_key(key)): _value(item) for key, item in node.value}
    return None


def _key(node: object) -> object:
    value = _value(node)
    return value if isinstance(value, str) else ""
