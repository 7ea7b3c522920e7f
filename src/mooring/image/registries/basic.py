"""A login given with the settings: flags, MOORING_REGISTRY_USERNAME, _PASSWORD and _TOKEN, or the settings file."""

from mooring.image.registries.auth import Answer, CredentialSource, Login, Query, canonical_host


def _find(query: Query) -> Answer:
    """The login of `registry.host`; without that setting it is for the registry that the user named and nobody else."""
    registry = query.registry
    if not (registry.username or registry.token):
        return Answer()
    is_meant = canonical_host(registry.host) == canonical_host(query.host) if registry.host else query.is_target
    if not is_meant:
        return Answer()
    return Answer(
        login=Login(
            username=registry.username,
            password=registry.password,
            registry_token=registry.token,
            origin="the settings registry.username and registry.token",
        )
    )


CREDENTIAL = CredentialSource(name="settings", order=10, find=_find)
