"""Mappings, and images that are allowed or denied, from the tables of a document."""

from mooring.model.policy import ImageRule, ImageSelector, Mapping
from mooring.policy.reading.rows import Row, shown
from mooring.policy.registry import did_you_mean

KINDS = ("tag", "digest", "id")
_SINGLE = ("policy_id", "rule_set_id")
_SEVERAL = ("policy_ids", "rule_set_ids")


def read_mapping(row: Row) -> Mapping | None:
    """One mapping; None where it does not say for which images it holds."""
    image = _selector(row)
    mapping_id, name = row.text("id"), row.text("name", is_required=True, kind="missing-name")
    policy_ids = _policy_ids(row)
    allowlist_ids = row.texts("whitelist_ids", "allowlist_ids")
    description = row.text("description", "comment")
    row.finish()
    if image is None:
        return None
    return Mapping(
        id=mapping_id,
        name=name,
        image=image,
        policy_ids=policy_ids,
        allowlist_ids=allowlist_ids,
        description=description,
        path=row.path,
    )


def read_image_rule(row: Row) -> ImageRule | None:
    """One image that is allowed or denied; None where it does not say which."""
    image = _selector(row)
    rule_id, name = row.text("id"), row.text("name", is_required=True, kind="missing-name")
    row.finish(("description", "comment"))
    return ImageRule(id=rule_id, name=name, image=image, path=row.path) if image is not None else None


def _policy_ids(row: Row) -> tuple[str, ...]:
    single, several = row.text(*_SINGLE), row.texts(*_SEVERAL)
    if single and several:
        one, many = row.key(*_SINGLE), row.key(*_SEVERAL)
        row.problem(
            one,
            f"stands beside {many!r}; a mapping has one of the two",
            kind="both-policy-ids" if single in several else "contradicting-policy-ids",
            hint=f"keep {many!r}",
        )
        return several if single in several else (single, *several)
    if not single and not several:
        row.problem("", "names no policy", kind="missing", hint="write 'policy_ids'")
    return several or ((single,) if single else ())


def _selector(row: Row) -> ImageSelector | None:
    registry = row.text("registry", is_required=True)
    repository = row.text("repository", is_required=True)
    if not row.has("image"):
        row.problem("", "has no 'image'", kind="missing", hint='write "image": {"type": "tag", "value": "*"}')
        return None
    image = row.row("image")
    if image is None:
        return None
    written = image.text("type", is_required=True)
    kind, value = written.strip().lower(), image.text("value", is_required=True)
    image.finish()
    if kind and kind not in KINDS:
        message = f"is {shown(written)}; expected one of {', '.join(KINDS)}"
        image.problem("type", message, kind="bad-image-type", hint=did_you_mean(kind, KINDS))
        return None
    if not (registry and repository and kind and value):
        return None
    return ImageSelector(registry=registry, repository=repository, kind=kind, value=value)
