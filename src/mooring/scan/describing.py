"""What is said of an image besides its files: its config with secrets masked, its Dockerfile, the image it was built on."""

import msgspec

from mooring.model.evidence.content import Need
from mooring.model.image import ImageDescription
from mooring.model.report import ScanReport
from mooring.scan.options import ScanOptions

replace = msgspec.structs.replace


def described(report: ScanReport, options: ScanOptions) -> ScanReport:
    """The report, with what the options ask for. Secrets in the config are masked whatever they ask for.

    What a stored report was given (the actual Dockerfile, a base image that was compared) stands unless another is given now.
    """
    report = _without_secrets(report, options)
    if options.dockerfile is not None or (options.with_dockerfile and report.dockerfile is None):
        report = _with_dockerfile(report, options)
    if options.base is not None or (options.with_base and report.base is None):
        report = _with_base(report, options)
    return report


def _without_secrets(report: ScanReport, options: ScanOptions) -> ScanReport:
    if not _may_hold_secrets(report.image):
        return report
    from mooring.content.secrets.search_config import search_description

    image, secrets = search_description(report.image, options.content)
    report = replace(report, image=image)
    if Need.SECRETS not in options.content.needs or not secrets:
        return report
    content = report.inventory.content
    content = replace(content, secrets=tuple(sorted((*content.secrets, *secrets))))
    return replace(report, inventory=replace(report.inventory, content=content))


def _may_hold_secrets(image: ImageDescription) -> bool:
    """Whether there is any text in which a builder could have left one."""
    config = image.config
    return bool(
        config.environment
        or config.labels
        or config.history
        or config.command
        or config.entrypoint
        or image.annotations
    )


def _with_dockerfile(report: ScanReport, options: ScanOptions) -> ScanReport:
    from mooring.content.dockerfile.read import dockerfile_of
    from mooring.content.secrets.masking import mask_text

    given = options.dockerfile
    found = dockerfile_of(
        report.image,
        given.content if given is not None else None,
        given.path if given is not None else "",
        mask=lambda text: mask_text(text, options.content),
    )
    return report if found is None else replace(report, dockerfile=found)


def _with_base(report: ScanReport, options: ScanOptions) -> ScanReport:
    from mooring.image.base_image import base_image_of

    given = options.base
    if given is None:
        return replace(report, base=base_image_of(report.image))
    found = base_image_of(report.image, name=given.name, digest=given.digest, diff_ids=given.diff_ids)
    if found is None or found.known_by != "given":
        note = f"the image was not built on {given.name!r}: its lowest layers are others"
        report = replace(report, notes=(*report.notes, note))
    return replace(report, base=found)
