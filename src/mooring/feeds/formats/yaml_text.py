"""YAML whose scalars stay text: a version `1.10` is no number, a date no moment. Bounded against hostile documents."""

from mooring.base.errors import ReadError

MAX_EVENTS = 500_000
MAX_DEPTH = 60
_NULLS = ("", "~", "null", "Null", "NULL")


def parse_text_yaml(content: bytes | str) -> object:
    """The first document as dicts, lists, strings and None (`null`, `~` and nothing at all, unless quoted).

    Raises ReadError where it is no YAML, is nested more than 60 deep, or uses aliases: no feed does, and one could unfold without end.
    """
    import yaml

    loader_class = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        loader = loader_class(content)
        try:
            return _document(loader)
        finally:
            loader.dispose()
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ReadError(f"is not YAML: {' '.join(str(error).split())}") from None


class _Open:
    """A list or mapping that is being filled."""

    def __init__(self, *, is_mapping: bool) -> None:
        self.items: list[object] = []
        self.is_mapping = is_mapping

    def value(self) -> object:
        """What it has come to. A key that is no text is written as text; of two the last holds."""
        if not self.is_mapping:
            return self.items
        keys = (key if isinstance(key, str) else "" if key is None else str(key) for key in self.items[::2])
        return dict(zip(keys, self.items[1::2], strict=True))


def _document(loader: object) -> object:
    """The value of the first document, built from the events themselves."""
    import yaml

    assert isinstance(loader, yaml.BaseLoader | getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    open_ones: list[_Open] = [_Open(is_mapping=False)]
    count = 0
    while loader.check_event():
        event = loader.get_event()
        count += 1
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS
            open_ones[-1].items.append(None if is_null else event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_ones.append(_Open(is_mapping=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            done = open_ones.pop()
            open_ones[-1].items.append(done.value())
        elif isinstance(event, yaml.AliasEvent):
            raise ReadError("uses a YAML alias, which is not read here")
        elif isinstance(event, yaml.DocumentEndEvent):
            break
        if len(open_ones) > MAX_DEPTH + 1 or count > MAX_EVENTS:
            raise ReadError(f"is YAML deeper than {MAX_DEPTH} levels or longer than {MAX_EVENTS} items")
    return open_ones[0].items[0] if open_ones[0].items else None
