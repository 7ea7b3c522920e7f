"""The distribution an image is built on."""

import msgspec


class Distro(msgspec.Struct, frozen=True, kw_only=True):
    """A distribution as os-release (os-release(5)) or its older relatives name it."""

    id: str
    """`debian`, `alpine`, `rhel`, … in lower case."""
    id_like: tuple[str, ...] = ()
    """Parents, nearest first."""
    name: str = ""
    pretty_name: str = ""
    version_id: str = ""
    """`12`, `3.19.1`, `9.4`; empty for rolling ones."""
    version: str = ""
    codename: str = ""
    build_id: str = ""
    variant_id: str = ""
    cpe_name: str = ""
    home_url: str = ""
    support_end: str = ""
    """SUPPORT_END of os-release, an ISO date."""
    parent_id: str = ""
    """The distribution whose packages a derivative uses unchanged (`ubuntu` for Mint); empty where it is its own."""
    parent_version: str = ""
    parent_codename: str = ""
    channels: tuple[str, ...] = ()
    """Extended-support channels seen: `eus`, `esm`, …"""
    path: str = ""
    """The file that said so."""
    is_parent_certain: bool = False
    """Whether the parent's version was named by the files and not guessed."""
