"""Names, specifiers and licences as the npm ecosystem writes them.

Sources: docs.npmjs.com `package.json` (name, license, licenses, author) and `package-spec` (aliases, git and tarball
specifiers).
"""

from mooring.packages.formats.documents import Value, mapping, sequence, text

_GIT_PREFIXES = ("git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:")
_NOT_IN_NAMES = frozenset('{}<>%" \t\r\n')


def is_name(name: str) -> bool:
    """Whether this can be the name of a package, and not a template's place for one (`{{name}}`, `<%= name %>`)."""
    return bool(name) and _NOT_IN_NAMES.isdisjoint(name)


def split_name(name: str) -> tuple[str, str]:
    """Namespace and name of the package URL: `@babel/core` is `@babel` and `core`. The case of both is kept
    (`JSONStream`).
    """
    if name.startswith("@"):
        scope, slash, rest = name.partition("/")
        if slash and rest:
            return scope, rest
    return "", name


def split_spec(spec: str) -> tuple[str, str]:
    """Name and what follows the `@` after it: `@a/b@npm:^1` is `@a/b` and `npm:^1`."""
    at = spec.find("@", 1)
    return (spec, "") if at < 0 else (spec[:at], spec[at + 1 :])


def printable(path: str) -> str:
    """A path inside an archive as text that can be stored: bytes that are no UTF-8, kept as surrogate escapes, are
    replaced.
    """
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def source_qualifiers(source: str) -> dict[str, str]:
    """The purl qualifier that says where a package that no registry offers came from; empty for one from a registry or
    folder.
    """
    if source.startswith(_GIT_PREFIXES) or ".git#" in source or source.endswith(".git"):
        return {"vcs_url": source}
    return {}


def declared_licenses(single: Value, several: Value = None) -> tuple[str, ...]:
    """Licences of `license` and `licenses`: a string, an object with `type` or `name`, or a list of these; other kinds
    give none.
    """
    found: dict[str, None] = {}
    for value in (single, several):
        for item in sequence(value) or (value,):
            fields = mapping(item)
            name = (
                text(fields.get("type")) or text(fields.get("name"))
                if fields
                else item.strip()
                if isinstance(item, str)
                else ""
            )
            if name:
                found[name] = None
    return tuple(found)


def person(value: Value) -> str:
    """An author as npm writes it in one line, `Name <mail> (url)`; empty for a value of another kind."""
    if isinstance(value, str):
        return value.strip()
    fields = mapping(value)
    name, mail, url = text(fields.get("name")), text(fields.get("email")), text(fields.get("url"))
    return " ".join(part for part in (name, f"<{mail}>" if mail else "", f"({url})" if url else "") if part)
