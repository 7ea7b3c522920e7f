"""The image config: what an image says of how it was built and how it runs (OCI image specification, config.md).

Docker's configs have the same fields. Odd values of fields that only describe are passed over; odd diffIDs are not.
"""

from collections.abc import Mapping

import msgspec

from mooring.base.errors import DamagedImage
from mooring.image.platforms import go_architecture
from mooring.model.image import HistoryEntry, ImageConfig, Platform, is_digest


def parse_config(content: bytes, *, name: str) -> ImageConfig:
    """The config that the JSON document holds; raises DamagedImage where it is none."""
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedImage(f"{name} cannot be read: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("rootfs"), dict):
        raise DamagedImage(f"{name} has no 'rootfs', which every image has")
    run = _mapping(document.get("config"))
    return ImageConfig(
        platform=_platform(document),
        created=_text(document.get("created")),
        author=_text(document.get("author")),
        user=_text(run.get("User")),
        working_directory=_text(run.get("WorkingDir")),
        environment=_texts(run.get("Env")),
        entrypoint=_texts(run.get("Entrypoint")),
        command=_texts(run.get("Cmd")),
        exposed_ports=tuple(sorted(_mapping(run.get("ExposedPorts")))),
        volumes=tuple(sorted(_mapping(run.get("Volumes")))),
        labels={key: _text(value) for key, value in _mapping(run.get("Labels")).items()},
        healthcheck=_texts(_mapping(run.get("Healthcheck")).get("Test")),
        onbuild=_texts(run.get("OnBuild")),
        shell=_texts(run.get("Shell")),
        stop_signal=_text(run.get("StopSignal")),
        diff_ids=_diff_ids(document["rootfs"], name),
        history=tuple(_history_entry(row) for row in _rows(document.get("history"))),
    )


def _platform(document: Mapping[str, object]) -> Platform:
    return Platform(
        os=_text(document.get("os")) or "linux",
        architecture=go_architecture(_text(document.get("architecture"))),
        variant=_text(document.get("variant")),
    )


def _diff_ids(rootfs: Mapping[str, object], name: str) -> tuple[str, ...]:
    rows = rootfs.get("diff_ids")
    if rows is None:
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, str) and is_digest(row) for row in rows):
        raise DamagedImage(f"{name}: 'diff_ids' is no list of digests")
    return tuple(rows)


def _history_entry(row: Mapping[str, object]) -> HistoryEntry:
    return HistoryEntry(
        created_by=_text(row.get("created_by")),
        comment=_text(row.get("comment")),
        created=_text(row.get("created")),
        empty_layer=row.get("empty_layer") is True,
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(_mapping(row) for row in value) if isinstance(value, list) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """A list of texts; a text alone, as Docker before 1.0 wrote commands, is a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
