"""The image config as rules ask for it: what is not known is said, and never taken for empty."""

from mooring.base.errors import BadReference
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode
from mooring.model.image import ImageConfig, ImageReference
from mooring.policy.content.passwd import user_id_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError

MASK = "***"
"""Stands where a secret was in environment, labels and commands."""
_ROOT = "0"


def config_of(evidence: Evidence) -> ImageConfig:
    """The image config. Raises RuleError where the report is not one of an image."""
    image = evidence.report.image
    if image.kind != "image" and not image.layers and not image.image_id:
        raise RuleError(f"the report is one of a {image.kind}, which has no image config")
    return image.config


def user_of(evidence: Evidence) -> str:
    """The user that the image runs as, without its group: `root` where the config names none (on Windows: `ContainerUser`)."""
    config = config_of(evidence)
    named = config.user.strip().partition(":")[0].strip()
    return named or ("ContainerUser" if config.platform.os == "windows" else "root")


def user_ids(evidence: Evidence, user: str) -> str | None:
    """The id of a user as digits, however it is named; None where /etc/passwd was kept and does not have the name.

    Raises RuleError where only /etc/passwd could tell, and it was not kept.
    """
    if user.isascii() and user.isdigit():
        return user.lstrip("0") or _ROOT
    found = user_id_of(evidence, user)
    if found is not None or user == "root":
        return found or _ROOT
    return None


def reference_of(evidence: Evidence) -> ImageReference | None:
    """The name that is judged, else the name that the image was asked for by; None where neither is an image reference."""
    judged = evidence.name
    if "*" not in (judged.registry, judged.repository):
        tag = "" if judged.tag == "*" else judged.tag
        return ImageReference(
            registry=judged.registry, repository=judged.repository, tag=tag, digest=_digest(evidence.report.image.name)
        )
    image = evidence.report.image
    if image.source in ("registry", "docker", "podman", "containerd"):
        return _parsed(image.name)
    names = (tag for tag in image.tags if "/" in tag or ":" in tag)  # An OCI layout knows images by tags alone.
    return next((found for name in names if (found := _parsed(name)) is not None), None)


def given_dockerfile(evidence: Evidence) -> Dockerfile | None:
    """The Dockerfile where it was given; one that was rebuilt from the history cannot tell what the base image brought."""
    dockerfile = evidence.dockerfile
    return dockerfile if dockerfile is not None and dockerfile.mode is DockerfileMode.ACTUAL else None


def final_directives(dockerfile: Dockerfile) -> frozenset[str]:
    """The directives of the last stage."""
    last = max((stage.index for stage in dockerfile.stages), default=0)
    return frozenset(one.directive for one in dockerfile.instructions if one.stage == last)


def _parsed(text: str) -> ImageReference | None:
    try:
        return ImageReference.parse(text)
    except BadReference:
        return None


def _digest(name: str) -> str:
    return name.partition("@")[2]
