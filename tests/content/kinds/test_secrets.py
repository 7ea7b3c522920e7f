"""The kind as scans use it: facts of layers in, secrets of an image out."""

import random
import string

from images.build import image, layer
from mooring.base.config import SecretText
from mooring.base.limits import DEFAULT_LIMITS
from mooring.content.kind import Assembly
from mooring.content.kinds.secrets import KIND
from mooring.content.options import ContentOptions
from mooring.image.squash import squash
from mooring.model.evidence.content import Content, Surface
from mooring.model.inventory import Inventory
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer

OPTIONS = ContentOptions(secrets=True, fingerprint_key=SecretText("key"))


def token(seed: int = 1) -> str:
    """A GitHub token that nobody has."""
    return "ghp_" + "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=36))


def records_of(built, options=OPTIONS):
    """The records of an image's layers, read by this kind alone."""
    reader = KIND.reader(options)
    assert reader is not None
    dispatch = Dispatch([reader], DEFAULT_LIMITS.max_file_bytes)
    return [
        read_layer(iter([one.stored]), "layer", dispatch, DEFAULT_LIMITS, with_digests=False) for one in built.layers
    ]


def content_of(built, options=OPTIONS) -> Content:
    """What the kind makes of an image."""
    records = records_of(built, options)
    return KIND.assemble(
        Assembly(records=records, contents=squash(records), inventory=Inventory(), options=options), Content()
    )


def test_a_secret_is_told_with_its_place_and_never_with_its_value():
    built = image(layer({"app/config.py": f"import os\nTOKEN = '{token()}'\n".encode()}))

    content = content_of(built)

    (secret,) = content.secrets
    assert (secret.place, secret.line, secret.column, secret.rule) == ("/app/config.py", 2, 10, "github-pat")
    assert (secret.category, secret.surface, len(secret.fingerprint)) == ("github", Surface.PRESENT, 32)
    assert token() not in repr(content) + repr(records_of(built))
