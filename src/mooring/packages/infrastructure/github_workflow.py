"""Workflows and actions of GitHub, Gitea and Forgejo: the actions and images that they use.

Format: "Workflow syntax for GitHub Actions" (`uses` of steps and jobs, `container`, `services`) and "Metadata syntax"
(`runs`). Where an action is pinned by commit, the comment behind it (`# v4.1.0`) is the version, as the tools that keep
such pins write it; the commit is a property.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, sequence, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.infrastructure.images.reference import image_package

MAX_BYTES = 1 << 20
_ACTION = re.compile(r"([\w.-]+)/([\w.-]+)((?:/[^@\s]*)?)@(\S+)")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_COMMENT = re.compile(r"[\"']?[ \t]*#[ \t]*(?:tag[=:][ \t]*|pin@)?(v?)[ \t]?(\d[\w.+-]*)")


class Use(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that is used."""

    text: str
    is_image: bool = False


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each action, reusable workflow and image once per place that uses it; those of the same repository are not
    packages.
    """
    document = mapping(parse_yaml(file.content))
    lines = LineFinder(file.content)
    rows = file.text().split("\n")
    for use in _uses(document):
        line = lines.line_of(use.text)
        if use.is_image or use.text.startswith("docker://"):
            fact = image_package(use.text.removeprefix("docker://"), home=file.path, scope="build", line=line)
        else:
            behind = rows[line - 1].partition(use.text)[2] if 0 < line <= len(rows) else ""
            fact = _action(use.text, behind, path=file.path, line=line)
        if fact is not None:
            yield fact


def _uses(document: Mapping[str, Value]) -> Iterator[Use]:
    """In the order of the document."""
    runs = mapping(document.get("runs"))
    image = text(runs.get("image"))
    if image.startswith("docker://"):
        yield Use(text=image)
    yield from _of_steps(runs)
    for row in mapping(document.get("jobs")).values():
        job = mapping(row)
        for place in (job.get("container"), *mapping(job.get("services")).values()):
            image = text(place) or text(mapping(place).get("image"))
            if image:
                yield Use(text=image, is_image=True)
        if text(job.get("uses")):
            yield Use(text=text(job.get("uses")))
        yield from _of_steps(job)


def _of_steps(owner: Mapping[str, Value]) -> Iterator[Use]:
    for step in sequence(owner.get("steps")):
        used = text(mapping(step).get("uses"))
        if used:
            yield Use(text=used)


def _action(used: str, behind: str, *, path: str, line: int) -> PackageFact | None:
    found = _ACTION.fullmatch(used)
    if found is None or found[1].strip(".") == "":
        return None
    owner, name, inside, version = found.groups()
    properties = {"kind": "workflow" if inside.endswith((".yml", ".yaml")) else "action"}
    if _COMMIT.fullmatch(version):
        properties["commit"] = version
        comment = _COMMENT.match(behind)
        version = comment[1] + comment[2] if comment else version
    return PackageFact(
        type="github",
        namespace=owner,
        name=name,
        version=version,
        scope="build",
        home=path,
        provides=(f"{owner}/{name}{inside}",),
        subpath=inside.strip("/"),
        properties=properties,
        line=line,
        is_installed=False,
    )


READER = Reader(
    name="github-workflow",
    version=1,
    claim=Claim(
        suffixes=(".yml", ".yaml"),
        pattern=r"(?:^|/)\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml$|(?:^|/)action\.ya?ml$",
        max_bytes=MAX_BYTES,
        in_images=False,
    ),
    read=read,
    summary="Actions and images that workflows use (.github/workflows, action.yml)",
)
