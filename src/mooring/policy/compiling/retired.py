"""Gates that Anchore Engine once had. Bundles that still name them are judged without those rules, and told so; none may be added."""

import msgspec


class RetiredGate(msgspec.Struct, frozen=True, kw_only=True):
    """A gate that has ended."""

    name: str
    superseded_by: str
    """Gate that takes its place; empty where none does."""
    triggers: tuple[str, ...]
    stated_successor: str = ""
    """What Anchore's own list names where that is no gate: it is repeated to programs, and to nobody else."""


def _gate(name: str, superseded_by: str, triggers: str, *, stated: str = "") -> RetiredGate:
    return RetiredGate(
        name=name, superseded_by=superseded_by, triggers=tuple(triggers.split()), stated_successor=stated
    )


RETIRED_GATES = (
    _gate(
        "anchoresec",
        "vulnerabilities",
        "vulnlow vulnmedium vulnhigh vulncritical vulnunknown feedoutofdate unsupporteddistro",
    ),
    _gate(
        "dockerfilecheck",
        "dockerfile",
        "directivecheck effectiveuser expose nofrom fromscratch notag sudo volumepresent nohealthcheck nodockerfile",
    ),
    _gate("filecheck", "files", "contentmatch filenamematch suidsgidcheck"),
    _gate(
        "fileparse_passwd",
        "passwd_file",
        "filenotstored usernamematch useridmatch groupidmatch shellmatch pentrymatch",
    ),
    _gate(
        "gemcheck",
        "ruby_gems",
        "gemnotlatest gemnotofficial gembadversion gempkgfullmatch gempkgnamematch gemnofeed",
        stated="gems",
    ),
    _gate("npmcheck", "npms", "npmnotlatest npmnotofficial npmbadversion npmpkgfullmatch npmpkgnamematch npmnofeed"),
    _gate("metadatacheck", "metadata", "attributecheck"),
    _gate("licblacklist", "licenses", "licfullmatch licsubmatch"),
    _gate("pkgblacklist", "packages", "pkgfullmatch pkgnamematch"),
    _gate("pkgcheck", "packages", "pkgnotpresent verify"),
    _gate("secretcheck", "secret_scans", "contentmatch filenamematch"),
    _gate("suiddiff", "", "suidmodediff suidfileadd suidfiledel suiddiff"),
    _gate("imagecheck", "", "baseoutofdate"),
    _gate("pkgdiff", "", "pkgdiff pkgversiondiff pkgadd pkgdel"),
)
"""In the order of the reference."""
