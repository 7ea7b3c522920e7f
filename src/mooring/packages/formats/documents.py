"""JSON, TOML, YAML and XML from hostile hands: bounded, and ReadError is all they raise.

The values are plain Python (dict, list, str, int, float, bool, None; from TOML and YAML also dates). `mapping`, `sequence` and `text`
narrow them without casts: a value of another kind gives an empty one, since one odd field must not hide a package.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, ParseError

import msgspec

from mooring.base.errors import ReadError

MAX_YAML_NODES = 4_000_000
MAX_DEPTH = 200
MAX_NUMBER_BITS = 4096
"""Python refuses to write larger numbers as text."""
Value = object
"""What a document holds."""


def parse_json(content: bytes) -> Value:
    """The value of a JSON document (RFC 8259), a byte order mark removed. Duplicate keys: the last one holds."""
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"is not JSON: {error}") from None


def parse_json_with_comments(content: bytes) -> Value:
    """JSON with `//` and `/* */` comments and trailing commas, as editors and Bun write it."""
    return parse_json(_strip_comments(content.decode("utf-8-sig", "replace")).encode())


def parse_toml(content: bytes) -> Mapping[str, Value]:
    """The tables of a TOML 1.0 document.

    A key of many dotted parts costs tomllib their square, in time and memory, so one of more than 200 is refused.
    """
    if any(line.count(b".") > MAX_DEPTH and _is_long_key(line) for line in content.split(b"\n")):
        raise ReadError(f"is TOML with a key of more than {MAX_DEPTH} parts")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError, MemoryError) as error:
        raise ReadError(f"is not TOML: {error}") from None


def parse_yaml(content: bytes) -> Value:
    """The first document of a YAML 1.1 stream, in the safe schema; an alias counts with all it stands for."""
    return next(parse_yaml_documents(content), None)


def parse_yaml_documents(content: bytes) -> Iterator[Value]:
    """Each document of a YAML 1.1 stream, in the safe schema."""
    import yaml

    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_yaml(content, loader_class)
        loader = loader_class(content)
        try:
            while loader.check_data():
                yield loader.get_data()
        finally:
            loader.dispose()
    except (
        yaml.YAMLError,
        UnicodeDecodeError,
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
    ) as error:
        raise ReadError(f"is not YAML: {' '.join(str(error).split())}") from None


def parse_xml(content: bytes) -> Element:
    """The root element of an XML document; entities and external references are refused."""
    import defusedxml.ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = defusedxml.ElementTree.fromstring(content, forbid_dtd=False)
    except (ParseError, DefusedXmlException, LookupError, ValueError, RecursionError) as error:
        raise ReadError(f"is not XML: {str(error) or type(error).__name__}") from None
    return root


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def mapping(value: Value) -> Mapping[str, Value]:
    """The value if it is a mapping, else an empty one. Keys that are no text are written as text."""
    if not isinstance(value, dict):
        return {}
    if all(type(key) is str for key in value):
        return value
    return {str(key): item for key, item in value.items()}


def sequence(value: Value) -> Sequence[Value]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def text(value: Value) -> str:
    """The value if it is text, a number as text, else an empty string; surrounding white space removed."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) or (type(value) is int and value.bit_length() < MAX_NUMBER_BITS):
        return str(value)
    return ""


def _is_long_key(line: bytes) -> bool:
    """Whether the dots of a TOML line stand in its key, and not in a list of numbers."""
    key = line.partition(b"=")[0].lstrip()
    return key.count(b".") > MAX_DEPTH and (b"," not in key or key[:1] in (b'"', b"'", b"["))


def _check_yaml(content: bytes, loader_class: type) -> None:
    """Bound the nodes that a document expands to, and its depth, before anything is built."""
    import yaml

    anchors: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(content, Loader=loader_class):
        if isinstance(event, yaml.AliasEvent):
            total += anchors.get(event.anchor or "", 1)
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                anchors[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                anchors[anchor] = total - before
        if total > MAX_YAML_NODES or len(open_nodes) > MAX_DEPTH:
            raise ReadError(f"is YAML of more than {MAX_YAML_NODES} nodes or {MAX_DEPTH} levels")


def _strip_comments(source: str) -> str:
    out: list[str] = []
    at, end = 0, len(source)
    while at < end:
        char = source[at]
        if char == '"':
            stop = at + 1
            while stop < end and source[stop] != '"':
                stop += 2 if source[stop] == "\\" else 1
            out.append(source[at : stop + 1])
            at = stop + 1
        elif source.startswith("//", at):
            stop = source.find("\n", at)
            at = end if stop < 0 else stop
        elif source.startswith("/*", at):
            stop = source.find("*/", at + 2)
            at = end if stop < 0 else stop + 2
        elif char in "]}" and _drop_trailing_comma(out):
            out.append(char)
            at += 1
        else:
            out.append(char)
            at += 1
    return "".join(out)


def _drop_trailing_comma(out: list[str]) -> bool:
    """Remove a comma that nothing follows; always true, so that it can stand in a condition."""
    last = len(out) - 1
    while last >= 0 and out[last].isspace():
        last -= 1
    if last >= 0 and out[last] == ",":
        del out[last]
    return True
