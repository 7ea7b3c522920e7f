"""Write the generated parts of the docs: `scripts/docs.py` writes, `scripts/docs.py --check` only compares.

Between `<!-- NAME begin -->` and `<!-- NAME end -->` of a page stands what the program says of itself; a test fails when they differ.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from mooring.base.config import Config
from mooring.base.families import collect
from mooring.base.settings import SECTIONS, settings_of
from mooring.cli.commands.db import ACTIONS as DB_ACTIONS
from mooring.cli.commands.policy import ACTIONS as POLICY_ACTIONS
from mooring.cli.main import COMMANDS
from mooring.feeds.feed import Feed
from mooring.feeds.sync import FAMILIES as FEED_FAMILIES
from mooring.image.open import all_sources
from mooring.model.compliance import CheckKind
from mooring.model.reader import Claim, Reader
from mooring.policy.gate import parameters_of
from mooring.policy.packs.library import all_checks, all_settings, load_pack, pack_names
from mooring.policy.registry import all_gates
from mooring.scan.readers import FAMILIES

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> int:
    """Bring every page up to date; with --check, exit 1 where one is not."""
    is_check = "--check" in sys.argv[1:]
    stale = []
    for page, name, text in parts():
        path = DOCS / page
        before = path.read_text()
        after = replaced(before, name, text)
        if before != after:
            stale.append(f"{page}: {name}")
            if not is_check:
                path.write_text(after)
    for line in stale:
        print(("stale: " if is_check else "written: ") + line)
    return 1 if stale and is_check else 0


def parts() -> list[tuple[str, str, str]]:
    """Page, name and text of every generated part."""
    return [
        ("packages.md", "readers", readers_table()),
        ("sources.md", "sources", sources_table()),
        ("configuration.md", "settings", settings_table()),
        ("feeds.md", "feeds", feeds_table()),
        ("policy.md", "gates", gates_table()),
        ("compliance.md", "settings", pack_settings_table()),
        ("compliance.md", "controls", controls_tables()),
        # Python's help texts differ from version to version; the page shows those of the oldest that is supported.
        *([("commands.md", "commands", help_texts())] if sys.version_info[:2] == (3, 11) else []),
    ]


def replaced(page: str, name: str, text: str) -> str:
    """The page with the part between its marks replaced."""
    marks = f"<!-- {name} begin -->", f"<!-- {name} end -->"
    pattern = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.S)
    if not pattern.search(page):
        raise SystemExit(f"the marks of {name!r} are missing")
    return pattern.sub(lambda _: f"{marks[0]}\n{text}\n{marks[1]}", page)


def readers_table() -> str:
    """A section a family, a row a reader."""
    lines: list[str] = []
    for family in FAMILIES:
        package = __import__(f"mooring.packages.{family}", fromlist=["__doc__"])
        lines += [
            f"### {family}",
            "",
            package.__doc__.removeprefix("FAMILY. ").strip(),
            "",
            "| reader | reads | where |",
            "|---|---|---|",
        ]
        for reader in collect(f"mooring.packages.{family}", Reader):
            lines.append(
                f"| `{reader.name}` | {reader.summary or files_of(reader.claim)} | {places_of(reader.claim)} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip()


def files_of(claim: Claim) -> str:
    """The files of a claim, as globs."""
    globs = (
        *claim.paths,
        *claim.names,
        *(f"*{suffix}" for suffix in claim.suffixes),
        *(f"{folder}/*" for folder in claim.folders),
    )
    return ", ".join(f"`{glob}`" for glob in globs) or "executables"


def places_of(claim: Claim) -> str:
    """Whether in images, in folders or in both."""
    match claim.in_images, claim.in_directories:
        case True, True:
            return "images, folders"
        case True, False:
            return "images"
        case _:
            return "folders, images with `--manifests`"


def sources_table() -> str:
    """A row a source."""
    rows = [
        f"| {', '.join(f'`{scheme}:`' for scheme in source.schemes)} | {source.description} |"
        for source in all_sources()
    ]
    return "\n".join(["| scheme | what |", "|---|---|", *rows])


def feeds_table() -> str:
    """A section a family, a row a feed."""
    lines: list[str] = []
    for family in FEED_FAMILIES:
        lines += [
            f"### {family}",
            "",
            "| feed | publisher | covers | licence | by default | |",
            "|---|---|---|---|---|---|",
        ]
        for feed in collect(f"mooring.feeds.providers.{family}", Feed):
            needs = f"Needs {', '.join(f'`{need}`' for need in feed.needs)}." if feed.needs else ""
            attribution = f"Attribution: {feed.attribution.rstrip('.')}." if feed.attribution else ""
            remarks = " ".join(text for text in (feed.note, needs, attribution) if text)
            lines.append(
                f"| `{feed.name}` | [{feed.title}]({feed.homepage}) | {feed.covers} | {feed.license} "
                f"| {'yes' if feed.is_default else 'no'} | {remarks} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip()


def settings_table() -> str:
    """A table a section: name, default, meaning."""
    values = {name: value for name, value, _ in settings_of(Config())}
    lines: list[str] = []
    for section, kind in SECTIONS.items():
        lines += [f"### [{section}]", "", "| key | default | meaning |", "|---|---|---|"]
        meanings = field_docs(kind)
        for key in kind.__struct_fields__:
            value = values[f"{section}.{key}"]
            lines.append(f"| `{key}` | {f'`{value}`' if value else ''} | {meanings.get(key, '')} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def gates_table() -> str:
    """Every gate with its triggers and their parameters."""
    lines: list[str] = []
    for gate in all_gates().gates:
        lines += ["", f"### {gate.name}", "", gate.description, "", "| trigger | parameters | fires |", "|---|---|---|"]
        for trigger in gate.triggers:
            names = [
                f"`{name}`{'✱' if is_required else ''}" for name, (_, _, is_required) in parameters_of(trigger).items()
            ]
            text = trigger.DESCRIPTION.replace("|", "\\|")
            lines.append(f"| `{trigger.NAME}` | {', '.join(names)} | {text} |")
    return "\n".join(lines).strip()


def pack_settings_table() -> str:
    """A row for each setting of packs."""
    rows = [f"| `{name}` | {one.help} | `{one.example}` |" for name, one in all_settings().items()]
    return "\n".join(["| setting | what | for instance |", "|---|---|---|", *rows])


def controls_tables() -> str:
    """A section a pack, a row a control, and the checks with their rules."""
    words = {CheckKind.AUTO: "automatically", CheckKind.PARTIAL: "in part", CheckKind.MANUAL: "by hand"}
    lines: list[str] = []
    for name in pack_names():
        pack = load_pack(name)
        lines += [f"### {name}", "", f"[{pack.source}]({pack.url}). {pack.coverage}", ""]
        lines += [
            "| control | what | severity | checked | by | beyond an image, and evidence needed |",
            "|---|---|---|---|---|---|",
        ]
        for one in pack.controls:
            checks = ", ".join([*(f"`{check}`" for check in one.checks), *(f"+ `{check}`" for check in one.optional)])
            rest = " ".join(filter(None, (one.beyond, one.evidence_needed)))
            lines.append(f"| {one.id} | {one.title} | {one.severity.value} | {words[one.check]} | {checks} | {rest} |")
        lines.append("")
    lines += [
        "### Checks",
        "",
        "Rules in brackets ask whether the evidence is there.",
        "",
        "| check | what must hold | rules |",
        "|---|---|---|",
    ]
    for name, check in sorted(all_checks().items()):
        rules = dict.fromkeys(
            f"(`{rule.gate}.{rule.trigger}`)" if rule.is_guard else f"`{rule.gate}.{rule.trigger}`"
            for rule in check.rules
        )
        lines.append(f"| `{name}` | {check.title} | {', '.join(rules)} |")
    return "\n".join(lines)


def help_texts() -> str:
    """What `mooring COMMAND --help` prints on a terminal of 110 columns."""
    lines: list[str] = []
    for name, summary in COMMANDS.items():
        lines += [f"## mooring {name}", "", f"{summary[0].upper()}{summary[1:]}.", "", *_help(name)]
        for action in {"db": DB_ACTIONS, "policy": POLICY_ACTIONS}.get(name, ()):
            lines += [f"### mooring {name} {action}", "", *_help(name, action)]
    return "\n".join(lines).rstrip()


def _help(*words: str) -> list[str]:
    shown = subprocess.run(
        [sys.executable, "-m", "mooring", *words, "--help"],
        env={**os.environ, "COLUMNS": "110", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return ["```text", shown.rstrip(), "```", ""]


def field_docs(kind: type) -> dict[str, str]:
    """The docstring below each field of a struct and of those it extends."""
    import ast
    import inspect

    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("mooring."):
            (definition,) = ast.parse(inspect.getsource(base)).body
            assert isinstance(definition, ast.ClassDef)
            for field, below in zip(definition.body, definition.body[1:], strict=False):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                ):
                    assert isinstance(field.target, ast.Name)
                    found[field.target.id] = " ".join(str(below.value.value).split())
    return found


if __name__ == "__main__":
    sys.exit(main())
