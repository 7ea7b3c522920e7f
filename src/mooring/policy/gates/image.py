"""Gate `image`: what the image is, where it comes from and how it runs. All of it is ours; trigger ids do not change with the figures in
the messages."""

from mooring.policy.gate import Gate
from mooring.policy.image.configuration import (
    Entrypoint,
    Environment,
    ExposedPorts,
    Healthcheck,
    Label,
    Reproducible,
    Volumes,
)
from mooring.policy.image.origin import (
    Age,
    BaseImageAllowed,
    HistorySecret,
    LayerCount,
    RegistryAllowed,
    Size,
    TagAllowed,
)
from mooring.policy.image.user import EffectiveUser

GATE = Gate(
    name="image",
    description="Checks of the image as a whole: layers, size, age, origin, user, entry point, environment, labels",
    triggers=(
        LayerCount,
        Size,
        Age,
        BaseImageAllowed,
        EffectiveUser,
        Entrypoint,
        Environment,
        Label,
        ExposedPorts,
        Volumes,
        TagAllowed,
        RegistryAllowed,
        HistorySecret,
        Healthcheck,
        Reproducible,
    ),
)
