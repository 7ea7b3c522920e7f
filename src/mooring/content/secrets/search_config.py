"""Secrets in what an image says of itself: variables, labels, commands, build steps. Every scan looks, and none keeps a value."""

from collections.abc import Iterator, Sequence

import msgspec

from mooring.base.errors import HostileInput
from mooring.content.options import ContentOptions
from mooring.content.secrets.baseline import accepted
from mooring.content.secrets.named_values import RULE as NAMED
from mooring.content.secrets.named_values import is_named_secret
from mooring.content.secrets.rule import ADDITIONAL
from mooring.content.secrets.short_texts import MASK, ShortTexts, Spot, masked, short_texts
from mooring.model.evidence.content import Secret, Surface
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Layer

MAX_TEXTS = 20_000
"""Variables, labels, arguments and steps of one image; a kernel takes no such environment, and Docker no such history."""


def search_description(image: ImageDescription, options: ContentOptions) -> tuple[ImageDescription, tuple[Secret, ...]]:
    """The description with `***` for each secret in it, and the secrets, ordered by place.

    Raises BadConfig where a file of the options cannot be used, and HostileInput at a config that would take minutes.
    """
    _check_size(image)
    search = _Search(short_texts(options).narrowed(dict.fromkeys(_texts(image))))
    config = search.config(image.config)
    cleaned = msgspec.structs.replace(
        image,
        config=config,
        annotations=search.pairs(image.annotations, "config:annotation/"),
        layers=tuple(search.layer(layer) for layer in image.layers),
    )
    if not search.found:
        return image, ()
    return cleaned, tuple(sorted(accepted(dict.fromkeys(search.found), options.secret_baselines)))


def _check_size(image: ImageDescription) -> None:
    config = image.config
    groups = (
        config.environment, config.labels, config.history, image.annotations, image.layers, config.onbuild, config.volumes,
        config.exposed_ports,
    )  # fmt: skip
    count = sum(map(len, groups))
    if count > MAX_TEXTS:
        raise HostileInput(f"the image config has {count} variables, labels and build steps; the limit is {MAX_TEXTS}")


def _texts(image: ImageDescription) -> Iterator[str]:
    """All that is searched, as it is searched."""
    config = image.config
    yield from config.environment
    for pairs in (config.labels, image.annotations):
        yield from (f"{name}={value}" for name, value in pairs.items())
    for words in (config.entrypoint, config.command, config.healthcheck, config.shell):
        yield " ".join(words)
    yield from (config.author, config.user, config.working_directory, config.stop_signal)
    yield from (*config.onbuild, *config.volumes, *config.exposed_ports)
    for entry in config.history:
        yield entry.created_by
        yield entry.comment
    yield from (layer.created_by for layer in image.layers)


class _Search:
    """One description on its way."""

    def __init__(self, texts: ShortTexts) -> None:
        self._texts = texts
        self._steps: dict[str, str] = {}
        """Build steps as they were, to what is left of them: layers repeat what the history says."""
        self.found: list[Secret] = []

    def config(self, config: ImageConfig) -> ImageConfig:
        """The config without secrets."""
        return msgspec.structs.replace(
            config,
            environment=tuple(map(self._variable, config.environment)),
            labels=self.pairs(config.labels, "config:label/"),
            entrypoint=self._words(config.entrypoint, "config:entrypoint"),
            command=self._words(config.command, "config:command"),
            healthcheck=self._words(config.healthcheck, "config:healthcheck"),
            shell=self._words(config.shell, "config:shell"),
            onbuild=self._each(config.onbuild, "config:onbuild"),
            volumes=self._each(config.volumes, "config:volume"),
            exposed_ports=self._each(config.exposed_ports, "config:exposed-port"),
            author=self._masked(config.author, "config:author", Surface.CONFIG),
            user=self._masked(config.user, "config:user", Surface.CONFIG),
            working_directory=self._masked(config.working_directory, "config:working-directory", Surface.CONFIG),
            stop_signal=self._masked(config.stop_signal, "config:stop-signal", Surface.CONFIG),
            history=tuple(self._entry(entry, number) for number, entry in enumerate(config.history, start=1)),
        )

    def pairs(self, given: dict[str, str], place: str) -> dict[str, str]:
        """Labels or annotations without secrets."""
        return {name: self._assigned(name, value, f"{place}{name}", Surface.CONFIG) for name, value in given.items()}

    def layer(self, layer: Layer) -> Layer:
        """A layer whose build step is masked as the history's is."""
        text = self._steps.get(layer.created_by)
        if text is None and layer.created_by:
            text = self._masked(layer.created_by, f"history:{layer.index + 1}", Surface.HISTORY)
            self._steps[layer.created_by] = text
        return layer if not text or text == layer.created_by else msgspec.structs.replace(layer, created_by=text)

    def _variable(self, variable: str) -> str:
        name, equals, value = variable.partition("=")
        return name + equals + self._assigned(name, value, f"config:environment/{name}", Surface.CONFIG)

    def _assigned(self, name: str, value: str, place: str, surface: Surface) -> str:
        """A value, judged together with its name."""
        if not value:
            return value
        head = f"{name}="
        spots = [spot for spot in self._texts.spots(head + value) if spot.start >= len(head)]
        if is_named_secret(name, value):
            known = [spot for spot in spots if spot.rule.id != NAMED.id]
            self._tell(known or [self._texts.named(value, 0, len(value))], place, surface)
            return MASK
        return self._left(head + value, spots, place, surface)[len(head) :]

    def _words(self, words: tuple[str, ...], place: str) -> tuple[str, ...]:
        """Arguments without secrets: they are read as one command."""
        text = " ".join(words)
        spots = self._texts.spots(text)
        if not spots:
            return words
        self._tell(spots, place, Surface.CONFIG)
        out: list[str] = []
        at = 0
        for word in words:
            own = [
                msgspec.structs.replace(spot, start=max(0, spot.start - at), end=min(len(word), spot.end - at))
                for spot in spots
                if spot.start < at + len(word) and spot.end > at
            ]
            out.append(masked(word, own))
            at += len(word) + 1
        return tuple(out)

    def _each(self, texts: tuple[str, ...], place: str) -> tuple[str, ...]:
        """Texts without secrets, each read for itself."""
        return tuple(self._masked(text, place, Surface.CONFIG) for text in texts)

    def _entry(self, entry: HistoryEntry, number: int) -> HistoryEntry:
        place = f"history:{number}"
        step = self._masked(entry.created_by, place, Surface.HISTORY)
        self._steps[entry.created_by] = step
        return msgspec.structs.replace(
            entry, created_by=step, comment=self._masked(entry.comment, place, Surface.HISTORY)
        )

    def _masked(self, text: str, place: str, surface: Surface) -> str:
        return self._left(text, self._texts.spots(text), place, surface) if text else text

    def _left(self, text: str, spots: Sequence[Spot], place: str, surface: Surface) -> str:
        self._tell(spots, place, surface)
        return masked(text, spots) if spots else text

    def _tell(self, spots: Sequence[Spot], place: str, surface: Surface) -> None:
        self.found += [
            Secret(
                place=place,
                rule=spot.rule.id,
                title=spot.rule.title,
                category=spot.rule.category,
                severity=spot.rule.severity,
                surface=surface,
                fingerprint=spot.fingerprint,
                is_valid=spot.is_valid,
                is_additional=ADDITIONAL in spot.rule.tags,
            )
            for spot in spots
        ]
