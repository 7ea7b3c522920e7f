"""os-release and its relatives as a Distro, and what is known of derivatives.

os-release(5) says which fields there are and that they follow shell quoting. `packages/os/release.py` decides which file is which
and how far each is trusted; this module turns text into a Distro and adds the parent whose packages a derivative uses.
"""

import re
from collections.abc import Mapping

import msgspec

from mooring.model.distro import Distro
from mooring.packages.derivatives import DEBIAN_CODENAMES, UBUNTU_CODENAMES, parent_of

_FIELD = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z][A-Za-z0-9_]*)=([^\n]*)", re.MULTILINE)
_VERSION = re.compile(r"(?:^|[\s(/:v])(\d+(?:\.\d+)*)")
_CODENAME = re.compile(r"\(([^()]{1,60})\)")
_ONE_WORD = re.compile(r"[a-z][a-z-]*\Z")
_NAMES = (
    ("red hat", "rhel"),
    ("rhel", "rhel"),
    ("centos", "centos"),
    ("fedora", "fedora"),
    ("oracle", "ol"),
    ("enterprise linux enterprise linux server", "ol"),
    ("rocky", "rocky"),
    ("alma", "almalinux"),
    ("amazon", "amzn"),
    ("scientific", "scientific"),
    ("photon", "photon"),
    ("vmware photon", "photon"),
    ("cbl-mariner", "mariner"),
    ("mariner", "mariner"),
    ("common base linux mariner", "mariner"),
    ("azurelinux", "azurelinux"),
    ("microsoft azure linux", "azurelinux"),
    ("azure linux", "azurelinux"),
    ("suse linux enterprise desktop", "sled"),
    ("suse linux enterprise", "sles"),
    ("opensuse tumbleweed", "opensuse-tumbleweed"),
    ("opensuse leap", "opensuse-leap"),
    ("opensuse", "opensuse"),
    ("debian", "debian"),
    ("raspbian", "raspbian"),
    ("ubuntu", "ubuntu"),
    ("linuxmint", "linuxmint"),
    ("linux mint", "linuxmint"),
    ("kali", "kali"),
    ("elementary", "elementary"),
    ("pop", "pop"),
    ("alpine", "alpine"),
    ("postmarketos", "postmarketos"),
    ("wolfi", "wolfi"),
    ("chainguard", "chainguard"),
    ("gentoo", "gentoo"),
    ("arch linux", "arch"),
    ("manjaro", "manjaro"),
    ("slackware", "slackware"),
    ("void", "void"),
    ("mageia", "mageia"),
    ("openeuler", "openeuler"),
    ("openwrt", "openwrt"),
    ("devuan", "devuan"),
    ("clear linux", "clear-linux-os"),
    ("buildroot", "buildroot"),
    ("virtuozzo", "virtuozzo"),
    ("cloudlinux", "cloudlinux"),
    ("eurolinux", "eurolinux"),
    ("anolis", "anolis"),
    ("miracle linux", "miraclelinux"),
    ("nixos", "nixos"),
)
"""How names begin, in lower case, and the id that os-release of the same distribution has. The first that fits holds."""
_LSB_IDS = {
    "amazonami": "amzn",
    "amazonlinux": "amzn",
    "redhatenterprise": "rhel",
    "redhatenterpriseserver": "rhel",
    "redhatenterpriselinuxserver": "rhel",
    "oracleserver": "ol",
    "enterpriseenterpriseserver": "ol",
    "suse": "sles",
    "suse linux": "sles",
    "arch": "arch",
    "chromeos": "chromeos",
    "manjarolinux": "manjaro",
}
"""DISTRIB_ID of lsb-release, in lower case, where it is not the id of os-release."""
_CPE_PRODUCTS = {
    ("redhat", "enterprise_linux"): "rhel",
    ("centos", "linux"): "centos",
    ("centos", "centos"): "centos",
    ("fedoraproject", "fedora"): "fedora",
    ("oracle", "linux"): "ol",
    ("amazon", "linux"): "amzn",
    ("amazon", "amazon_linux"): "amzn",
    ("rocky", "rocky"): "rocky",
    ("almalinux", "almalinux"): "almalinux",
    ("scientificlinux", "scientificlinux"): "scientific",
}


def shell_fields(text: str) -> dict[str, str]:
    """The assignments of a file in os-release syntax; later ones hold. Lines that are none are passed over."""
    return {name: _unquoted(value.strip()) for name, value in _FIELD.findall(text)}


def from_os_release(text: str, path: str) -> Distro | None:
    """The distribution of an os-release; None where the text has neither ID nor NAME. A missing ID is taken from NAME."""
    fields = shell_fields(text)
    name = fields.get("NAME", "")
    found = fields.get("ID", "").lower() or id_of_name(name)
    if not found and not name:
        return None
    version_id = fields.get("VERSION_ID", "")
    return _with_parent(
        Distro(
            id=found or "linux",
            id_like=tuple(fields.get("ID_LIKE", "").lower().split()),
            name=name,
            pretty_name=fields.get("PRETTY_NAME", ""),
            version_id=version_id,
            version=fields.get("VERSION", ""),
            codename=_codename(found, version_id, fields),
            build_id=fields.get("BUILD_ID", ""),
            variant_id=fields.get("VARIANT_ID", ""),
            cpe_name=fields.get("CPE_NAME", ""),
            home_url=fields.get("HOME_URL", ""),
            support_end=fields.get("SUPPORT_END", ""),
            path=path,
        ),
        fields,
    )


def from_lsb_release(text: str, path: str) -> Distro | None:
    """The distribution of an lsb-release; None where it names none (Red Hat's only lists LSB modules)."""
    fields = shell_fields(text)
    given = fields.get("DISTRIB_ID", "").strip()
    if not given:
        return None
    found = _LSB_IDS.get(given.lower()) or id_of_name(given) or given.lower().replace(" ", "-")
    release = fields.get("DISTRIB_RELEASE", "")
    return _with_parent(
        Distro(
            id=found,
            name=given,
            pretty_name=fields.get("DISTRIB_DESCRIPTION", ""),
            version_id="" if release in ("rolling", "n/a") else release,
            codename=fields.get("DISTRIB_CODENAME", "").lower() or _codename(found, release, {}),
            path=path,
        ),
        fields,
    )


def from_release_line(text: str, path: str, known_id: str = "") -> Distro | None:
    """The distribution of a line like `CentOS release 6.5 (Final)` or of a bare version; None where no known name begins it.

    `known_id` is the distribution whose file this is, where the file name says so.
    """
    line = next((stripped for raw in text[:4096].split("\n") if (stripped := raw.strip())), "")
    found = id_of_name(line)
    if not found or (found == "rhel" and known_id):  # Rebuilds copy the words of Red Hat's file into their own.
        found = known_id
    if not found:
        return None
    version = _VERSION.search(line)
    version_id = version[1] if version else ""
    codename = _CODENAME.search(line)
    word = codename[1].strip() if codename else ""
    return _with_parent(
        Distro(
            id=found,
            name=line.partition(" release ")[0] if " release " in line else "",
            pretty_name=line if version and line != version[1] else "",
            version_id=version_id,
            codename=_table_codename(found, version_id) or (word.lower() if _ONE_WORD.match(word.lower()) else ""),
            path=path,
        ),
        {},
    )


def from_suse_release(text: str, path: str) -> Distro | None:
    """The distribution of a SuSE-release: a line with the name, `VERSION = 11`, `PATCHLEVEL = 4`, `CODENAME = ...`."""
    distro = from_release_line(text, path, "opensuse")
    pairs = {
        key.strip(): value.strip()
        for key, mark, value in (line.partition("=") for line in text[:4096].split("\n"))
        if mark
    }
    if distro is None or not pairs.get("VERSION"):
        return distro
    level = pairs.get("PATCHLEVEL", "0")
    version = pairs["VERSION"] + (f".{level}" if level not in ("", "0") else "")
    return msgspec.structs.replace(distro, version_id=version, codename=pairs.get("CODENAME", "").lower())


def from_debian_version(text: str, path: str) -> Distro | None:
    """The distribution of a debian_version: `12.5`, or `trixie/sid` before a release."""
    word = text.strip()[:60]
    if not word:
        return None
    if word[0].isdigit():
        return Distro(
            id="debian", version_id=word, codename=DEBIAN_CODENAMES.get(word.partition(".")[0], ""), path=path
        )
    return Distro(id="debian", codename=word.partition("/")[0].lower(), path=path)


def from_cpe(text: str, path: str) -> Distro | None:
    """The distribution of a system-release-cpe, in either CPE form; None for products that are not known."""
    cpe = text.strip()[:300]
    parts = cpe.removeprefix("cpe:2.3:o:").removeprefix("cpe:/o:").split(":")
    found = _CPE_PRODUCTS.get((parts[0], parts[1])) if len(parts) > 1 else None
    if found is None:
        return None
    version = parts[2] if len(parts) > 2 and parts[2][:1].isdigit() else ""
    return _with_parent(Distro(id=found, version_id=version, cpe_name=cpe, path=path), {})


def id_of_name(name: str) -> str:
    """The id of the distribution whose name this begins with; empty where none is known."""
    lower = " ".join(name.lower().removeprefix("welcome to ").split())
    return next((found for start, found in _NAMES if lower.startswith(start)), "")


def _unquoted(value: str) -> str:
    """Shell quoting as os-release(5) allows it: one pair of quotes around the whole, backslash escapes inside double ones."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return re.sub(r"\\(.)", r"\1", value) if "\\" in value else value.strip("\"'")


def _codename(found: str, version_id: str, fields: Mapping[str, str]) -> str:
    """VERSION_CODENAME, else what the version, the tables or the words in parentheses say (old releases have no field for it)."""
    if given := fields.get("VERSION_CODENAME", ""):
        return given.lower()
    pretty = fields.get("PRETTY_NAME", "")
    if found in ("alpine", "postmarketos") and (
        pretty.endswith(" edge") or version_id == "edge" or "_alpha" in version_id
    ):
        return "edge"
    if known := _table_codename(found, version_id):
        return known
    if found == "debian" and pretty.endswith("/sid"):
        return pretty.rpartition(" ")[2].partition("/")[0].lower()
    word = _CODENAME.search(fields.get("VERSION", ""))
    return word[1] if word and _ONE_WORD.match(word[1]) else ""


def _table_codename(found: str, version_id: str) -> str:
    if found == "ubuntu":
        return UBUNTU_CODENAMES.get(version_id, "")
    return DEBIAN_CODENAMES.get(version_id.partition(".")[0], "") if found in ("debian", "raspbian") else ""


def _with_parent(distro: Distro, fields: Mapping[str, str]) -> Distro:
    parent = parent_of(distro, fields)
    if parent is None:
        return distro
    return msgspec.structs.replace(
        distro,
        parent_id=parent.id,
        parent_version=parent.version,
        parent_codename=parent.codename,
        is_parent_certain=parent.is_certain,
    )
