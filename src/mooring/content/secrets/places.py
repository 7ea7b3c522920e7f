"""Which files are searched, told by path, first bytes and size, in a microsecond.

Searched is text of ten bytes or more. Passed over are files that begin or end like what is no text (images, archives, programs, fonts),
and, unless everything is asked for, folders that others filled: dependencies (`node_modules`, `site-packages`, ...) and what a
distribution or a language installs (`usr/share/doc`, `usr/lib/python3`, ...). An ending alone tells nothing of a file that begins with
printable characters: `app.dat` may be text. Files that hold credentials by their name or ending (`.env`, `.npmrc`,
`*.pem`, `*.key`, key stores) are looked at wherever they lie.
"""

from collections.abc import Callable

from mooring.content.secrets.matching.text import MIN_BYTES

CREDENTIAL_NAMES = frozenset(
    b".env .envrc .npmrc .yarnrc .yarnrc.yml .pypirc .netrc _netrc .git-credentials .gitconfig .dockercfg .dockerconfigjson"
    b" .htpasswd .pgpass .my.cnf .mylogin.cnf .s3cfg .boto .bowerrc .terraformrc terraform.rc .vault-token .vault_pass .pip pip.conf"
    b" .composer auth.json kubeconfig credentials credentials.json credentials.toml credentials.tfrc.json"
    b" application_default_credentials.json"
    b" service-account.json id_rsa id_dsa id_ecdsa id_ed25519 identity secrets.yml secrets.yaml secrets.json secrets.toml"
    b" wp-config.php settings.xml settings-security.xml gradle.properties nuget.config NuGet.Config terraform.tfvars terraform.tfstate"
    b" master.key rabbitmq.conf wgetrc .wgetrc .curlrc .ftpconfig sftp-config.json hub.yml hosts.yml".split()
)
"""Base names."""
CREDENTIAL_PATHS = (
    b".docker/config.json",
    b".kube/config",
    b".aws/config",
    b".aws/credentials",
    b".config/gh/hosts.yml",
)
"""Ends of paths whose names are those of other files, too."""
CREDENTIAL_SUFFIXES = frozenset(
    b".pem .key .ppk .p8 .pk8 .p12 .pfx .jks .jceks .bks .keystore .truststore .kdb .kdbx .keychain .asc .gpg .pgp .ovpn .tfstate"
    b" .tfvars .env .kubeconfig".split()
)
BINARY_SUFFIXES = frozenset(
    b".png .jpg .jpeg .gif .bmp .ico .icns .webp .tif .tiff .psd .avif .heic .mp3 .mp4 .m4a .avi .mov .mkv .webm .ogg .wav .flac"
    b" .woff .woff2 .ttf .otf .eot .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .zip .gz .tgz .bz2 .tbz .xz .txz .zst .lz4 .lzma .7z"
    b" .rar .tar .jar .war .ear .whl .egg .gem .deb .rpm .apk .snap .iso .img .so .a .o .ko .la .dll .exe .dylib .lib .obj .class .pyc .pyo"
    b" .elc .beam .wasm .node .mo .gmo .qm .db .rdb .sqlite .sqlite3 .dat .bin .pack .idx .npy .npz .pkl .pt .onnx .parquet .orc .avro"
    b" .tzdata .ttc .pcf .res .cache .svgz".split()
)
BINARY_HEADS = frozenset(
    {
        b"\x7fELF",
        b"PK\x03\x04",
        b"\x89PNG",
        b"GIF8",
        b"%PDF",
        b"\xfd7zX",
        b"(\xb5/\xfd",
        b"!<ar",
        b"\xca\xfe\xba\xbe",
        b"wOFF",
        b"wOF2",
    }
    | {
        b"RIFF",
        b"OggS",
        b"7z\xbc\xaf",
        b"\xed\xab\xee\xdb",
        b"BZh9",
        b"\x00asm",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"SQLi",
    }
)
_BINARY_STARTS = frozenset({b"\x1f\x8b", b"\xff\xd8", b"MZ"})
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
DEPENDENCY_FOLDERS = frozenset(
    b"node_modules site-packages dist-packages bower_components gems .m2 .gradle .nuget .cargo .rustup .npm .yarn".split()
)
"""Anywhere in a path."""
_DEPENDENCY_PATHS = b"pkg/mod/", b".git/objects/"
INSTALLED_FOLDERS = tuple(
    b"usr/share/doc/ usr/share/doc-base/ usr/share/man/ usr/share/info/ usr/share/locale/ usr/share/i18n/ usr/share/zoneinfo/"
    b" usr/share/licenses/ usr/share/common-licenses/ usr/share/perl/ usr/share/perl5/ usr/share/jruby/ usr/share/go- usr/share/icons/"
    b" usr/share/fonts/ usr/share/mime/ usr/share/terminfo/ usr/share/vim/ usr/share/emacs/ usr/share/bash-completion/ usr/share/zsh/"
    b" usr/share/fish/ usr/share/cmake usr/share/gcc usr/share/gdb/ usr/share/help/ usr/share/gtk-doc/ usr/share/X11/ usr/share/misc/"
    b" usr/share/unicode/ usr/share/nodejs/ usr/share/javascript/ usr/share/ruby/ usr/share/rubygems usr/share/python usr/share/php/"
    b" usr/lib/python usr/lib/perl usr/lib/ruby/ usr/lib/php usr/lib/jvm/ usr/lib/go- usr/lib/go/ usr/lib/gcc/ usr/lib/modules/"
    b" usr/lib/firmware/ usr/lib/locale/ usr/lib/nodejs/ usr/lib/rustlib/ usr/lib/erlang/ usr/lib/systemd/ usr/lib/postgresql/"
    b" usr/lib/x86_64-linux-gnu/ usr/lib/aarch64-linux-gnu/ usr/lib64/python usr/lib64/perl usr/libexec/git-core/ usr/include/"
    b" usr/src/linux- usr/src/kernels/ usr/local/go/ usr/local/lib/python usr/local/lib/ruby/ usr/local/include/ lib/modules/"
    b" lib/firmware/ lib/apk/ var/lib/dpkg/ var/lib/apt/ var/lib/rpm/ var/cache/apt/ var/cache/apk/ var/cache/dnf/ var/cache/yum/"
    b" proc/ sys/".split()
)
"""Beginnings of paths at which distributions and languages put what they install. The folders above them hold applications as well
(`usr/src/app`, `usr/share/nginx/html`), and are searched."""
Accepts = Callable[[bytes, bytes, int], bool]


def is_credential_file(path: bytes) -> bool:
    """Whether files of this path are looked at wherever they lie."""
    name = path[path.rfind(b"/") + 1 :]
    dot = name.rfind(b".")
    return (
        name in CREDENTIAL_NAMES
        or name.startswith(b".env.")
        or (dot >= 0 and name[dot:].lower() in CREDENTIAL_SUFFIXES)
        or path.endswith(CREDENTIAL_PATHS)
    )


def accepting(*, everywhere: bool, by_path: Callable[[bytes], bool] | None = None) -> Accepts:
    """Whether a file is searched, by path, first four bytes and size. `by_path` tells paths that a rule knows without content."""

    modules, objects = _DEPENDENCY_PATHS

    def accepts(path: bytes, head: bytes, size: int) -> bool:
        if size < MIN_BYTES:
            return False
        name = path[path.rfind(b"/") + 1 :]
        dot = name.rfind(b".")
        suffix = name[dot:].lower() if dot >= 0 else b""
        if suffix in CREDENTIAL_SUFFIXES or name in CREDENTIAL_NAMES or name.startswith(b".env."):
            return True
        if head in BINARY_HEADS or head[:2] in _BINARY_STARTS or (suffix in BINARY_SUFFIXES and not _may_be_text(head)):
            return by_path is not None and by_path(path)
        if everywhere:
            return True
        if (
            path.startswith(INSTALLED_FOLDERS)
            or not DEPENDENCY_FOLDERS.isdisjoint(path.split(b"/"))
            or modules in path
            or objects in path
        ):
            return path.endswith(CREDENTIAL_PATHS) or (by_path is not None and by_path(path))
        return True

    return accepts


def _may_be_text(head: bytes) -> bool:
    return not head.translate(None, _PRINTABLE) or head.startswith(_TEXT_MARKS)
