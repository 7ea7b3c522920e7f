"""From what the user typed to something that can be read: `open_image` picks the source.

`scheme:rest` says the source. Without a scheme it is guessed, and the guess is told: standard input for `-`, then what
exists on this machine (told by content), then a daemon that answers and has the image, then the registry.
"""

import msgspec

from mooring.base.errors import ImageUnavailable, SourceError, UsageError
from mooring.base.families import collect
from mooring.image.sources.source import ImageSource, Opened, SourceOptions, StreamedImage

_FAMILY = "mooring.image.sources"
_FILE_ENDINGS = (".tar", ".tgz", ".gz", ".zst", ".zip", ".json", ".xml", ".spdx", ".yaml", ".yml", ".jar", ".txt")


class OpenResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was opened, and what was decided on the way."""

    opened: Opened
    source: str
    """Name of the source."""
    notes: tuple[str, ...]
    """Guesses and choices that the user did not make, to be shown."""


def open_image(text: str, options: SourceOptions) -> OpenResult:
    """Open what the text means. Raises UsageError, SourceError and HostileInput."""
    if not text.strip():
        raise UsageError("the image reference is empty")
    sources = all_sources()
    scheme, separator, rest = text.partition(":")
    if rest.startswith("//") and scheme == "docker":
        # skopeo and kubernetes write docker:// for a registry.
        scheme, rest = "registry", rest.removeprefix("//")
    has_scheme = bool(separator) and not _begins_with_port(rest)
    chosen = next((source for source in sources if has_scheme and scheme in source.schemes), None)
    if chosen is not None:
        try:
            return _open(chosen, rest, options, ())
        except SourceError as error:
            raise _with_other_meaning(error, text, chosen) from None
    chosen = guess(text, sources, options)
    try:
        return _open(chosen, text, options, () if text == "-" else (f"read {text!r} as {chosen.name}",))
    except SourceError as error:
        raise _with_doubt(error, text, chosen, sources) from None


def all_sources() -> tuple[ImageSource, ...]:
    """Every source, in the order in which they are asked."""
    return tuple(sorted(collect(_FAMILY, ImageSource, contract="source"), key=lambda source: source.guess_order))


def guess(text: str, sources: tuple[ImageSource, ...], options: SourceOptions) -> ImageSource:
    """The first source that recognises a text without scheme. Raises ImageUnavailable where none does."""
    for source in sources:
        if source.is_remote and (options.offline or _is_path(text)):
            continue
        if source.recognises(text, options):
            return source
    if _is_path(text):
        raise ImageUnavailable(f"{text!r} does not exist on this machine")
    if options.offline:
        hint = "--offline was given, so neither daemons nor registries were asked"
        raise ImageUnavailable(f"there is no file or folder {text!r} on this machine", hint=hint)
    raise UsageError(
        f"{text!r} is neither a file, a folder nor an image reference",
        hint="write it as [REGISTRY/]REPOSITORY[:TAG][@DIGEST], or name a source: "
        + ", ".join(s.name for s in sources),
    )


def _open(source: ImageSource, text: str, options: SourceOptions, notes: tuple[str, ...]) -> OpenResult:
    if source.is_remote and options.offline:
        raise UsageError(f"{source.name} needs a connection, and --offline was given")
    opened = source.open(text, options)
    own = () if isinstance(opened, StreamedImage) else opened.notes
    return OpenResult(opened=opened, source=source.name, notes=notes + own)


def _with_doubt(error: SourceError, text: str, chosen: ImageSource, sources: tuple[ImageSource, ...]) -> SourceError:
    """The error of a guess that led to a registry, with what the user may have meant instead."""
    if not chosen.is_remote:
        return error
    from difflib import get_close_matches

    scheme, colon, rest = text.partition(":")
    near = get_close_matches(scheme, [name for source in sources for name in source.schemes], n=1, cutoff=0.75)
    if colon and near and not _begins_with_port(rest):
        hint = f"did you mean '{near[0]}:{rest}'?"
    elif text.lower().endswith(_FILE_ENDINGS):
        hint = f"there is no file {text!r} here, so it was taken for an image reference"
    else:
        return error
    return type(error)(error.message, hint=f"{hint}; {error.hint}" if error.hint else hint, path=error.path)


def _with_other_meaning(error: SourceError, text: str, chosen: ImageSource) -> SourceError:
    """`docker:24` may mean the image `docker` with the tag `24`; say how to write that."""
    rest = text.partition(":")[2]
    if not chosen.is_remote or not rest or "/" in rest or ":" in rest:
        return error
    other = f"if the image {text!r} of a registry is meant, write registry:{text}"
    return type(error)(error.message, hint=f"{error.hint}; {other}" if error.hint else other)


def _begins_with_port(rest: str) -> bool:
    """`registry:5000/app` names a host, not a source."""
    port, slash, _ = rest.partition("/")
    return bool(slash) and port.isdigit()


def _is_path(text: str) -> bool:
    """Whether nothing but a path can be meant."""
    return text.startswith(("/", "./", "../", "~"))
