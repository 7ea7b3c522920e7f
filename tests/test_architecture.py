"""The frame holds: who imports whom, how large things are, what the core costs to import, which tests there are."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from mooring.scan.readers import FAMILIES as READER_FAMILIES

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "mooring"
RANKS = {
    "base": 0, "model": 1, "versions": 2,
    "image": 3, "packages": 3, "content": 3, "vulns": 3, "policy": 3, "reports": 3, "drift": 3, "notify": 3, "store": 3,
    "scan": 4, "feeds": 4, "server": 5, "cli": 6, "__main__": 7,
}  # fmt: skip
FAMILIES = {
    **{f"packages/{name}": "Reader" for name in READER_FAMILIES},
    "content/kinds": "ContentKind",
    "image/sources": "ImageSource",
    "policy/gates": "Gate",
    "reports": "ReportFormat",
    "reports/verdicts": "ReportFormat",
    "reports/compliance": "ComplianceFormat",
    "versions": "VersionScheme",
    "vulns/rules": "MatchRule",
    "feeds/providers/distributions": "Feed",
    "feeds/providers/hardened": "Feed",
    "feeds/providers/languages": "Feed",
    "feeds/providers/enrichment": "Feed",
}
CONTRACTS = {"source", "format", "scheme", "constraint", "rule"}
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_FOLDER_FILES = 400, 60, 20
HEAVY = (
    "yaml",
    "jinja2",
    "rich",
    "urllib3",
    "ssl",
    "sqlite3",
    "license_expression",
    "asyncio",
    "xml.etree.ElementTree",
    "multiprocessing.pool",
    "hyperscan",
    "re2",
    "cel",
    "cryptography",
)
ENVIRONMENT_READERS = {"base/clock.py", "base/settings.py", "cli/main.py"}

FILES = sorted(SOURCE.rglob("*.py"))


def relative(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def part_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("mooring.") else ""


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}: relative import"
            found.add(node.module or "")
    return found


def test_imports_go_down_and_never_sideways():
    offenders = []
    for path in FILES:
        own = relative(path).split("/")[0].removesuffix(".py")
        for module in imports_of(path):
            other = part_of(module)
            if other and other != own and RANKS[other] >= RANKS.get(own, 99):
                offenders.append(
                    f"{relative(path)} imports {module}: {own} is rank {RANKS[own]}, {other} is rank {RANKS[other]}"
                )

    assert offenders == []


def test_members_of_a_family_do_not_import_one_another():
    offenders = []
    for folder in FAMILIES:
        package = "mooring." + folder.replace("/", ".")
        members = {f"{package}.{path.stem}" for path in (SOURCE / folder).glob("*.py")} - {
            f"{package}.{name}" for name in CONTRACTS
        }
        for path in (SOURCE / folder).glob("*.py"):
            offenders += [f"{relative(path)} imports {module}" for module in imports_of(path) & members]

    assert offenders == []


def test_no_file_is_long_and_no_folder_is_full():
    long_files = [
        (relative(path), count) for path in FILES if (count := len(path.read_text().splitlines())) > MAX_FILE_LINES
    ]
    full_folders = [
        item
        for item in Counter(
            str(path.parent.relative_to(SOURCE)) for path in FILES if path.name != "__init__.py"
        ).items()
        if item[1] > MAX_FOLDER_FILES
    ]

    assert (long_files, full_folders) == ([], [])


def test_no_function_is_long():
    offenders = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    offenders.append(f"{relative(path)}: {node.name} has {lines} lines")

    assert offenders == []


def test_every_module_class_and_public_function_says_what_it_promises():
    offenders = []
    for path in FILES:
        tree = ast.parse(path.read_text())
        nodes = [
            ("module", tree),
            *((node.name, node) for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)),
        ]
        offenders += [
            f"{relative(path)}: {name}"
            for name, node in nodes
            if not name.startswith("_") and not ast.get_docstring(node)
        ]

    assert offenders == []


def test_only_the_entry_points_read_the_environment():
    offenders = [
        relative(path)
        for path in FILES
        if ("os.environ" in path.read_text() or "os.getenv" in path.read_text())
        and relative(path) not in ENVIRONMENT_READERS
    ]

    assert offenders == []


def test_broad_handlers_stand_where_the_design_allows_them():
    allowed = {"scan/read.py", "scan/parallel.py", "cli/main.py", "image/decompress.py"}
    offenders = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.ExceptHandler)
                and isinstance(node.type, ast.Name)
                and node.type.id in ("Exception", "BaseException")
            ):
                is_raised_again = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
                if not is_raised_again:
                    offenders.add(relative(path))

    assert offenders <= allowed


@pytest.mark.parametrize("folder", sorted(FAMILIES))
def test_every_member_of_a_family_has_a_test_file_of_its_name(folder):
    members = {path.stem for path in (SOURCE / folder).glob("*.py")} - {"__init__"} - CONTRACTS
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / folder).glob("test_*.py")}

    assert members - tests == set()


def test_a_scan_that_reads_no_layer_imports_nothing_heavy():
    """The budget is 60 ms of CPU to the first useful byte; a name in this list costs a third of it or more."""
    code = "import sys, mooring.cli.main, mooring.scan.pipeline; print([name for name in sys.argv[1:] if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_no_word_of_the_project_names_a_place_it_was_built_in():
    places = ("/" + "work/", "/" + "tmp/bash_jobs")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    offenders = []
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if (
            path.is_file()
            and path.suffix in {".py", ".md", ".toml", ".sh", ".json", ".yml", ""}
            and path != Path(__file__)
        ):
            content = path.read_text(errors="replace")
            offenders += [f"{name}: {place}" for place in places if place in content]

    assert offenders == []
