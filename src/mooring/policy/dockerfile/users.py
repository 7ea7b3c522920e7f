"""The account that an image runs as, as a text or as an account."""

from mooring.model.evidence.dockerfile import Dockerfile, Instruction
from mooring.policy.evidence import Evidence

ROOT = "root"


def last_user(dockerfile: Dockerfile) -> str:
    """What the last USER line of the file says, brackets around it taken away; root where there is none: Anchore's effective user."""
    users = [instruction.value for instruction in dockerfile.instructions if instruction.directive == "USER"]
    return _plain(users[-1]) if users else ROOT


def _plain(value: str) -> str:
    return value.strip().removeprefix("[").partition("]")[0].strip() or ROOT


def running_user(evidence: Evidence, dockerfile: Dockerfile) -> str:
    """What the image runs as: what its config says, else the last USER of the final stage and those it rests on; root where none does."""
    image = evidence.report.image
    if image.kind == "image":
        return image.config.user.strip() or ROOT
    users = [one for one in dockerfile.instructions if one.directive == "USER" and one.stage in _lineage(dockerfile)]
    return _user_of(users[-1]) if users else ROOT


def _user_of(instruction: Instruction) -> str:
    return instruction.words[0] if instruction.words else _plain(instruction.value)


def _lineage(dockerfile: Dockerfile) -> frozenset[int]:
    """The final stage and the stages that it rests on."""
    by_name: dict[str, int] = {}
    parents: dict[int, int | None] = {}
    for stage in dockerfile.stages:
        parents[stage.index] = by_name.get(stage.base.lower())
        if stage.name:
            by_name.setdefault(stage.name.lower(), stage.index)
    found: set[int] = set()
    at: int | None = len(dockerfile.stages) - 1 if dockerfile.stages else 0
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return frozenset(found)


def account_of(user: str) -> str:
    """The account of `user:group`; 0 is root."""
    name = user.strip().partition(":")[0]
    is_zero = bool(name) and not name.strip("0")
    return ROOT if is_zero else name
