"""Bundles, gates of our own and small evidence for the tests of judging."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, ClassVar

from mooring.model.evidence.content import Content, ContentSearch, Need
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import DatabaseState, Findings, Match, Vulnerability
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.policy.compile import CompiledBundle, compile_bundle
from mooring.policy.evidence import Evidence, JudgedName
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.mapping import judged_name
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, REGEX, STRING, BadParameter, Parameter, one_of
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.registry import registry_of

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DIGEST, IMAGE_ID = "sha256:" + "1" * 64, "2" * 64


class Named(Trigger, frozen=True, kw_only=True):
    """Fires for each package of the name."""

    NAME: ClassVar[str] = "named"
    DESCRIPTION: ClassVar[str] = "Packages of this name."
    ALIASES: ClassVar[tuple[str, ...]] = ("called",)

    names: Annotated[
        tuple[str, ...], Parameter(kind=COMMA_LIST, help="Names.", example="bash,tar", aliases=("package_names",))
    ]
    severity: Annotated[str, Parameter(kind=one_of("low", "high"), help="How bad.")] = "low"
    pattern: Annotated[str, Parameter(kind=REGEX, help="Of the version.")] = ""
    is_loud: Annotated[bool, Parameter(kind=BOOLEAN, help="Loud.", name="loud")] = False

    def __post_init__(self) -> None:
        if self.is_loud and self.severity == "low":
            raise BadParameter("has 'loud' with the severity 'low'; expected 'high'")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        for package in evidence.packages.values():
            if package.name in self.names:
                yield Fired(message=f"Package {package.name} is there", subject=package.id)


class Flawed(Trigger, frozen=True, kw_only=True):
    """Fires for each vulnerability."""

    NAME: ClassVar[str] = "flawed"
    DESCRIPTION: ClassVar[str] = "Packages with a flaw."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        for match in evidence.matches:
            name = evidence.packages[match.package].name
            others = tuple(f"{alias}+{name}" for alias in match.vulnerability.aliases)
            yield Fired(
                message=f"{match.vulnerability.id} in {name}",
                trigger_id=f"{match.vulnerability.id}+{name}",
                subject=match.package,
                vulnerability=match.vulnerability.id,
                match_id=match.id,
                other_ids=others,
            )

    def needs(self) -> tuple[Need, ...]:
        return (Need.MATCHES,)


class Secret(Trigger, frozen=True, kw_only=True):
    """Needs what is not always there."""

    NAME: ClassVar[str] = "secret"
    DESCRIPTION: ClassVar[str] = "Secrets."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        for secret in evidence.secrets:
            yield Fired(message=f"{secret.rule} in {secret.place}", subject=secret.place)

    def needs(self) -> tuple[Need, ...]:
        return (Need.SECRETS,)

    def retrieves(self) -> tuple[str, ...]:
        return ("/etc/passwd",)

    def searches(self) -> tuple[tuple[str, str], ...]:
        return (("token", "tok_[a-z]+"),)


class Broken(Trigger, frozen=True, kw_only=True):
    """Cannot be evaluated: by a bug, or because it says so."""

    NAME: ClassVar[str] = "broken"
    DESCRIPTION: ClassVar[str] = "Breaks."

    reason: Annotated[str, Parameter(kind=STRING, help="Why; empty: a bug.")] = ""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        yield Fired(message="before it broke")
        if self.reason:
            raise RuleError(self.reason)
        raise KeyError("hunter2")


class Always(Trigger, frozen=True, kw_only=True):
    """Fires once."""

    NAME: ClassVar[str] = "always"
    DESCRIPTION: ClassVar[str] = "Always."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        yield Fired(message="Unconditional trigger match", trigger_id="always")


GATES = registry_of(
    (
        Gate(name="always", description="Always.", triggers=(Always,)),
        Gate(name="things", description="Things.", triggers=(Named, Flawed, Secret, Broken), aliases=("stuff",)),
    )
)


def rule(trigger: str = "always", action: str = "STOP", *, gate: str = "", rule_id: str = "r", **params: str) -> dict:
    """A rule as Anchore writes it."""
    return {
        "id": rule_id,
        "gate": gate or ("always" if trigger == "always" else "things"),
        "trigger": trigger,
        "action": action,
        "params": [{"name": name, "value": value} for name, value in params.items()],
    }


def image(registry: str = "*", repository: str = "*", value: str = "*", kind: str = "tag", **more: object) -> dict:
    """A mapping or image rule."""
    selector = {"registry": registry, "repository": repository, "image": {"type": kind, "value": value}}
    return {"name": f"{registry}/{repository}:{value}", **selector, **more}


def bundle(
    *rules: dict, items: tuple[dict, ...] = (), mappings: tuple[dict, ...] | None = None, **more: object
) -> dict:
    """A bundle with one policy `p` and one whitelist `w`, for every image unless it says otherwise."""
    catch_all = image(policy_ids=["p"], whitelist_ids=["w"])
    return {
        "id": "b",
        "name": "bundle",
        "version": "1_0",
        "policies": [{"id": "p", "name": "policy", "version": "1_0", "rules": list(rules)}],
        "whitelists": [{"id": "w", "name": "list", "version": "1_0", "items": list(items)}],
        "mappings": list(mappings) if mappings is not None else [catch_all],
        **more,
    }


def compiled(document: dict) -> CompiledBundle:
    """The document, read and made ready with the gates above."""
    return compile_bundle(read_bundle(json.dumps(document).encode(), "bundle.json"), gates=GATES)


def package(name: str, version: str = "1.0", kind: str = "npm") -> Package:
    """A package whose id is its name."""
    return Package(id=name, type=kind, name=name, version=version, purl=f"pkg:{kind}/{name}@{version}?arch=amd64")


def flaw(identifier: str, package_id: str, *aliases: str) -> Match:
    """A match of a vulnerability and a package."""
    vulnerability = Vulnerability(id=identifier, aliases=aliases)
    return Match(id=f"{identifier}-{package_id}", vulnerability=vulnerability, package=package_id)


def evidence(
    *packages: Package,
    name: str = "registry.example/app:1",
    matches: tuple[Match, ...] | None = (),
    secrets: bool = False,
) -> Evidence:
    """A report on these packages, judged by a name; `matches` None: it was not matched."""
    searches = (ContentSearch(need=Need.SECRETS),) if secrets else ()
    findings = Findings(database=DatabaseState(built="2027-02-28T00:00:00Z", schema="1"), matches=matches or ())
    report = ScanReport(
        image=ImageDescription(digest=DIGEST, image_id=f"sha256:{IMAGE_ID}"),
        inventory=Inventory(packages=packages, content=Content(searches=searches)),
        findings=findings if matches is not None else None,
    )
    return Evidence(report, now=NOW, name=judged_name(name) if name else JudgedName())
