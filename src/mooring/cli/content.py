"""What is looked for in the content of files: flags and settings to options of the scan."""

import argparse
import difflib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from mooring.base.config import Config, ContentConfig, SecretText
from mooring.base.errors import UsageError
from mooring.base.limits import MIB
from mooring.cli.arguments import refuse_empty
from mooring.cli.command import Context
from mooring.cli.settings import cache_directory
from mooring.content.options import ContentOptions, MalwareOptions
from mooring.model.evidence.content import Need
from mooring.scan.options import GivenDockerfile, ScanOptions

KINDS = {
    "secrets": Need.SECRETS,
    "licenses": Need.LICENSE_TEXTS,
    "malware": Need.MALWARE,
    "verification": Need.VERIFICATION,
    "signatures": Need.SIGNATURES,
    "dockerfile": None,
}
"""Words of `--content`."""
MAX_DOCKERFILE_BYTES = 1 * MIB
_KEY_BYTES = 32


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What flags, settings and a bundle ask for, together."""

    needs: frozenset[Need] = frozenset()
    with_dockerfile: bool = False
    with_base: bool = False
    retrieve: tuple[str, ...] = ()
    search: tuple[tuple[str, str], ...] = ()


NOTHING = Wanted()


def add_content_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that decides what is looked for in files besides packages."""
    group = parser.add_argument_group(
        "content", "looked for in the same pass; a bundle's needs are added by themselves"
    )
    group.add_argument(
        "--content",
        metavar="KIND",
        action="append",
        default=[],
        help=f"look for {', '.join(KINDS)} or all; joined by commas, or given several times",
    )
    group.add_argument("--secrets", action="store_true", help="short for --content secrets")
    group.add_argument(
        "--secret-rules", metavar="FILE", action="append", help="rules for secrets (gitleaks' TOML form), added to ours"
    )
    group.add_argument(
        "--secret-baseline",
        metavar="FILE",
        action="append",
        help="secrets that are known and accepted; implies --secrets",
    )
    group.add_argument(
        "--secrets-everywhere",
        action="store_true",
        default=None,
        help="search folders of dependencies for secrets, too",
    )
    group.add_argument(
        "--search", metavar="NAME=REGEX", action="append", default=[], help="report files in which this is found (RE2)"
    )
    group.add_argument(
        "--retrieve", metavar="PATH", action="append", default=[], help="keep this file in the report, secrets masked"
    )
    group.add_argument("--dockerfile", metavar="FILE", help="the Dockerfile that the image was built by")
    group.add_argument(
        "--base",
        metavar="REFERENCE",
        help="the image that this one was built on, or a report of it: tells what is inherited",
    )
    group.add_argument(
        "--clamd", metavar="SOCKET", help="ClamAV daemon: a path, or HOST:PORT; implies --content malware"
    )
    group.add_argument(
        "--yara-rules",
        metavar="FILE",
        action="append",
        help="YARA rules; implies --content malware; needs mooring[malware]",
    )


def wanted_by(arguments: argparse.Namespace, section: ContentConfig) -> Wanted:
    """What flags and settings ask for. Raises UsageError at a word that is no kind."""
    refuse_empty(
        arguments,
        "content",
        "secret_rules",
        "secret_baseline",
        "search",
        "retrieve",
        "dockerfile",
        "base",
        "clamd",
        "yara_rules",
    )
    words = [word.strip().lower() for text in arguments.content for word in text.split(",") if word.strip()]
    words += section.kinds
    for word in words:
        if word not in KINDS and word != "all":
            near = difflib.get_close_matches(word, [*KINDS, "all"], n=1)
            raise UsageError(
                f"{word!r} is not a kind of content; expected one of {', '.join(KINDS)}, all",
                hint=f"did you mean {near[0]!r}?" if near else None,
            )
    chosen = set(KINDS) if "all" in words else set(words)
    needs = {need for word in chosen if (need := KINDS[word]) is not None}
    if arguments.secrets or arguments.secret_baseline:
        needs.add(Need.SECRETS)
    if arguments.clamd or arguments.yara_rules:
        needs.add(Need.MALWARE)
    return Wanted(
        needs=frozenset(needs),
        with_dockerfile="dockerfile" in chosen or bool(arguments.dockerfile),
        retrieve=(*section.retrieve, *arguments.retrieve),
        search=(*section.search.items(), *map(_named_regex, arguments.search)),
    )


def with_content(
    options: ScanOptions, wanted: Wanted, config: Config, arguments: argparse.Namespace, context: Context
) -> ScanOptions:
    """The options of the scan with what is wanted. Raises UsageError where a named file cannot be read."""
    section, needs = config.content, wanted.needs
    content = ContentOptions(
        secrets=Need.SECRETS in needs,
        secret_rules=tuple(arguments.secret_rules or section.secret_rules),
        secret_baselines=tuple(arguments.secret_baseline or section.secret_baselines),
        secrets_everywhere=bool(arguments.secrets_everywhere or section.secrets_everywhere),
        max_secret_file_bytes=section.max_secret_file_bytes,
        fingerprint_key=_fingerprint_key(section) if Need.SECRETS in needs else section.fingerprint_key,
        search=_unique(wanted.search),
        retrieve=tuple(sorted(set(wanted.retrieve))),
        max_retrieved_bytes=section.max_retrieved_bytes,
        license_texts=Need.LICENSE_TEXTS in needs,
        malware=_malware(section, arguments, context) if Need.MALWARE in needs else None,
        verify=Need.VERIFICATION in needs,
        # Patterns depend on the rules alone, and take seconds to compile: --no-cache is about images.
        pattern_cache=_pattern_cache(config, context) if config.cache.enabled else "",
    )
    return msgspec.structs.replace(
        options,
        content=content,
        with_files=options.with_files or Need.FILES in needs or Need.FILE_DIGESTS in needs,
        with_file_digests=options.with_file_digests or Need.FILE_DIGESTS in needs,
        with_dockerfile=wanted.with_dockerfile,
        dockerfile=_dockerfile(arguments.dockerfile) if arguments.dockerfile else None,
        with_supply=Need.SIGNATURES in needs,
        with_base=wanted.with_base,
    )


def _named_regex(text: str) -> tuple[str, str]:
    """`NAME=REGEX`, or an expression that is its own name."""
    name, separator, regex = text.partition("=")
    return (name, regex) if separator and name.replace("_", "").replace("-", "").isalnum() else (text, text)


def _unique(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))


def _malware(section: ContentConfig, arguments: argparse.Namespace, context: Context) -> MalwareOptions:
    clamscan = section.clamscan or shutil.which("clamscan", path=context.environment.get("PATH")) or ""
    return MalwareOptions(
        clamd=arguments.clamd or section.clamd,
        clamscan=clamscan,
        clamav_database=section.clamav_database,
        yara_rules=tuple(arguments.yara_rules or section.yara_rules),
        max_file_bytes=section.max_malware_file_bytes,
        timeout_seconds=section.malware_timeout_seconds,
        max_database_age_days=section.max_signature_age_days,
    )


def _pattern_cache(config: Config, context: Context) -> str:
    return str(cache_directory(config, context) / "patterns")


def _dockerfile(name: str) -> GivenDockerfile:
    content = read_bounded(name, "the Dockerfile", MAX_DOCKERFILE_BYTES)
    return GivenDockerfile(path=name, content=content)


def read_bounded(name: str, what: str, max_bytes: int) -> bytes:
    """The bytes of a file that the user names. Raises UsageError where it cannot be read or is too large."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{what} {name!r} cannot be read: {reason}") from None
    if len(content) > max_bytes:
        raise UsageError(f"{what} {name!r} is larger than {max_bytes} bytes")
    return content


def _fingerprint_key(section: ContentConfig) -> SecretText:
    """The key of the settings, else the one of the key file, which is made where there is none. Empty where it cannot be kept."""
    if section.fingerprint_key or not section.fingerprint_key_file:
        return section.fingerprint_key
    path = Path(section.fingerprint_key_file).expanduser()
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_new(path, os.urandom(_KEY_BYTES).hex())
        return SecretText(path.read_text("ascii").strip()[:1024])
    except (OSError, UnicodeDecodeError):
        return section.fingerprint_key


def _write_new(path: Path, text: str) -> None:
    """Write beside the file and link it into place: of two that do so at once one wins, and nobody reads half a key."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(text)
        try:
            os.link(beside, path)
        except FileExistsError:
            return
    finally:
        os.unlink(beside)
