"""What a secret says in a finding; never its value."""

from mooring.model.evidence.content import Secret
from mooring.policy.gate import Fired


def fired_by(secret: Secret) -> Fired:
    """The finding about one secret. Its id is made of rule, place and fingerprint: it does not change with the line."""
    line = f", line {secret.line}" if secret.line else ""
    kind = f"{secret.title or secret.rule} ({secret.rule}, {secret.severity})"
    parts = (secret.rule, secret.place, secret.fingerprint[:16])
    return Fired(
        message=f"{kind} found in {secret.place}{line} ({secret.surface.value})",
        trigger_id="+".join(part for part in parts if part),
        subject=secret.place if secret.place.startswith("/") else "",
    )
