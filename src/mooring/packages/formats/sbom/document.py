"""What an SBOM says, whatever its format: the decoders give `Component`s and links, `assemble` makes facts of them.

A component is a package where a package URL says so, or where it is software by kind and has a version or a CPE name.
A component with an unreadable package URL is kept by its name: one odd field must not hide a package.
"""

from collections.abc import Iterable, Sequence

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.cpe import parse_cpe
from mooring.model.distro import Distro
from mooring.model.facts import PackageFact
from mooring.model.package import OS_TYPES, Location
from mooring.model.purl import Purl, parse_purl
from mooring.model.report import ScanReport

LANGUAGES = {
    "pypi": "python",
    "conda": "python",
    "npm": "javascript",
    "maven": "java",
    "golang": "go",
    "cargo": "rust",
    "gem": "ruby",
    "composer": "php",
    "nuget": "dotnet",
    "hex": "erlang",
    "pub": "dart",
    "swift": "swift",
    "cocoapods": "swift",
    "cran": "r",
    "hackage": "haskell",
    "conan": "c++",
    "luarocks": "lua",
    "cpan": "perl",
    "julia": "julia",
}
IMAGE_TYPES = frozenset({"oci", "docker"})
_TYPE_ALIASES = {"alpine": "apk", "archlinux": "alpm", "arch": "alpm", "portage": "ebuild", "opam": "opam"}
"""Types that older tools wrote before the purl specification had a name."""
_RESOLVED_QUALIFIERS = frozenset({"arch", "epoch", "upstream"})
"""Qualifiers of distributions' packages that `resolve` adds again from the fields of the fact."""
_SOFTWARE = frozenset(
    {"library", "framework", "application", "firmware", "platform", "install", "source", "archive", ""}
)


_DISTRO_NAMES = (
    ("red hat enterprise linux", "rhel"),
    ("debian gnu/linux", "debian"),
    ("centos", "centos"),
    ("alpine linux", "alpine"),
    ("amazon linux", "amzn"),
    ("oracle linux", "ol"),
    ("rocky linux", "rocky"),
    ("almalinux", "almalinux"),
    ("suse linux enterprise server", "sles"),
    ("opensuse leap", "opensuse-leap"),
    ("ubuntu", "ubuntu"),
    ("fedora", "fedora"),
    ("arch linux", "arch"),
)


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a document lists."""

    ref: str
    """What links of the document call it; empty where it has no name to be called by."""
    name: str
    version: str = ""
    namespace: str = ""
    purl: str = ""
    type: str = ""
    """Purl type for a component without package URL, where the format tells."""
    kind: str = ""
    """What the document says it is: `library`, `container`, `operating-system`, `file`, …"""
    cpes: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    scope: str = "runtime"
    language: str = ""
    architecture: str = ""
    source_name: str = ""
    source_version: str = ""
    locations: tuple[Location, ...] = ()
    properties: dict[str, str] = {}
    is_root: bool = False


class Link(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """`depends-on` or `contains`, between the refs of two components."""

    kind: str
    source: str
    target: str


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What the document as a whole describes."""

    name: str = ""
    version: str = ""
    kind: str = ""
    purl: str = ""
    digest: str = ""
    """Digest of the image manifest, where the document tells."""


class DecodedSbom(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded document."""

    format: str
    """`cyclonedx-json`, `cyclonedx-xml`, `spdx-json`, `spdx-yaml`, `spdx-tag-value`, `spdx-rdf`, `spdx3-json`,
    `syft-json`, `mooring-json`, `purls` or `osv-scanner-json`."""
    spec_version: str = ""
    name: str = ""
    identity: str = ""
    """Serial number, or namespace."""
    created: str = ""
    tools: tuple[str, ...] = ()
    subject: Subject = Subject()
    distro: Distro | None = None
    packages: tuple[PackageFact, ...] = ()
    """In the order of the document. `key` is the ref of the component."""
    locations: dict[str, tuple[Location, ...]] = {}
    """Key of a package to where the document saw it."""
    relations: tuple[Link, ...] = ()
    """Between keys of packages."""
    problems: tuple[str, ...] = ()
    """What could not be understood; the rest was."""
    report: ScanReport | None = None
    """The report itself, where the document is one of Mooring's own."""


class Draft(msgspec.Struct, kw_only=True):
    """What a decoder has gathered so far."""

    format: str
    spec_version: str = ""
    name: str = ""
    identity: str = ""
    created: str = ""
    tools: list[str] = msgspec.field(default_factory=list)
    subject: Subject = Subject()
    distro: Distro | None = None
    components: list[Component] = msgspec.field(default_factory=list)
    links: list[Link] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    report: ScanReport | None = None


def assemble(draft: Draft, limits: Limits) -> DecodedSbom:
    """The document with its packages as facts; raises ReadError where it lists more of them than a file may."""
    refuse_too_many(len(draft.components), limits)
    problems = list(draft.problems)
    facts: dict[str, PackageFact] = {}
    locations: dict[str, tuple[Location, ...]] = {}
    for number, component in enumerate(draft.components):
        purl, problem = _purl_of(component)
        if problem:
            problems.append(problem)
        if purl is None and not _is_software(component):
            continue
        key = component.ref or f"#{number}"
        while key in facts:
            key += "'"
        facts[key] = _fact(component, purl, key)
        if component.locations:
            locations[key] = component.locations
    links = tuple(sorted({link for link in draft.links if link.source in facts and link.target in facts}))
    packages = _with_dependencies(facts, links)
    return DecodedSbom(
        format=draft.format,
        spec_version=draft.spec_version,
        name=draft.name,
        identity=draft.identity,
        created=draft.created,
        tools=tuple(draft.tools),
        subject=draft.subject,
        distro=draft.distro or distro_of(facts.values()),
        packages=packages,
        locations=locations,
        relations=links,
        problems=tuple(problems),
        report=draft.report,
    )


def refuse_too_many(count: int, limits: Limits) -> None:
    """Raise ReadError where a document lists more components than a file may."""
    if count > limits.max_facts_per_file:
        raise ReadError(
            f"lists {count} components; the limit is {limits.max_facts_per_file}",
            hint="if you trust the document, raise scan.max_facts_per_file",
        )


def distro_of(facts: Iterable[PackageFact]) -> Distro | None:
    """The distribution that most package URLs of distribution packages name (`distro=debian-12`)."""
    counts: dict[str, int] = {}
    for fact in facts:
        named = fact.qualifiers.get("distro", "")
        if named and fact.type in OS_TYPES:
            counts[named] = counts.get(named, 0) + 1
    if not counts:
        return None
    name, _, version = max(sorted(counts), key=lambda named: counts[named]).partition("-")
    # A name of two words keeps its dash, since versions begin with a digit: "opensuse-leap-15.5".
    while version and not version[0].isdigit() and "-" in version:
        more, _, version = version.partition("-")
        name = f"{name}-{more}"
    return Distro(id=name.lower(), version_id=version)


def distro_named(name: str, version: str) -> Distro:
    """A distribution from what a document calls its operating system: an identifier, or a name as people write it."""
    low = " ".join(name.lower().split())
    known = next((identity for start, identity in _DISTRO_NAMES if low.startswith(start)), "")
    return Distro(id=known or low.replace(" ", "-"), version_id=version, pretty_name=name if low != name else "")


def cpe_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names that can be read, as formatted strings, in order and once each."""
    names: dict[str, None] = {}
    for text in texts:
        try:
            names[str(parse_cpe(text))] = None
        except ReadError:
            continue
    return tuple(names)


def _purl_of(component: Component) -> tuple[Purl | None, str]:
    if not component.purl:
        return None, ""
    try:
        purl = parse_purl(component.purl)
    except ReadError as error:
        return None, f"component {component.name!r}: {error}"
    alias = _TYPE_ALIASES.get(purl.type, "")
    return (msgspec.structs.replace(purl, type=alias) if alias else purl), ""


def _is_software(component: Component) -> bool:
    if component.type:
        return bool(component.name)
    is_told = bool(component.version or component.cpes)
    return bool(component.name) and component.kind in _SOFTWARE and (is_told or component.kind == "library")


def _fact(component: Component, purl: Purl | None, key: str) -> PackageFact:
    if purl is None:
        purl = Purl(type=component.type or "generic", name=component.name, namespace=component.namespace)
    is_os = purl.type in OS_TYPES
    source_name, source_version, properties = _source(component, purl)
    return PackageFact(
        type=purl.type,
        name=purl.name,
        # Kept for distributions too: a wheel built on AlmaLinux vendors AlmaLinux's libraries, whatever the image is.
        namespace=purl.namespace,
        version=_version(component, purl),
        key=key,
        architecture=component.architecture or purl.qualifiers.get("arch", "") if is_os else "",
        source_name=source_name,
        source_version=source_version,
        licenses=component.licenses,
        scope=component.scope,
        provides=(key,),
        qualifiers={
            name: value for name, value in purl.qualifiers.items() if not is_os or name not in _RESOLVED_QUALIFIERS
        },
        subpath=purl.subpath,
        cpes=cpe_names(component.cpes),
        properties=properties,
        language=component.language or LANGUAGES.get(purl.type, ""),
        is_root=component.is_root,
    )


def _source(component: Component, purl: Purl) -> tuple[str, str, dict[str, str]]:
    """Name and version of the source package, and the properties. The qualifier `upstream` is `openssl@3.0` or `a-1-2.src.rpm`."""
    upstream, properties = purl.qualifiers.get("upstream", ""), dict(component.properties)
    name, _, version = upstream.partition("@")
    if purl.type == "rpm" and upstream.endswith(".rpm"):
        properties.setdefault("source_rpm", upstream)
        parts = upstream.removesuffix(".rpm").removesuffix(".src").removesuffix(".nosrc").rsplit("-", 2)
        name, version = (parts[0], f"{parts[1]}-{parts[2]}") if len(parts) == 3 else ("", "")
    return component.source_name or name, component.source_version or version, properties


def _version(component: Component, purl: Purl) -> str:
    version = purl.version or component.version
    if not version and component.cpes:
        version = next((parse_cpe(name).plain_version for name in cpe_names(component.cpes)), "")
    epoch = purl.qualifiers.get("epoch", "")
    if epoch not in ("", "0") and purl.type in ("rpm", "deb", "alpm") and ":" not in version:
        return f"{epoch}:{version}"
    return version


def _with_dependencies(facts: dict[str, PackageFact], links: Sequence[Link]) -> tuple[PackageFact, ...]:
    needs: dict[str, list[str]] = {}
    for link in links:
        if link.kind == "depends-on":
            needs.setdefault(link.source, []).append(link.target)
    return tuple(
        msgspec.structs.replace(fact, depends=tuple(needs[key])) if key in needs else fact
        for key, fact in facts.items()
    )
