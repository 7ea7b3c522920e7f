"""ebin/*.app: applications of Erlang and Elixir as they are installed, those of Erlang/OTP itself among them.

Format: Erlang's app(4): `{application, Name, [{vsn, "1.2.3"}, {applications, [kernel, stdlib]}, ...]}.` Releases keep
each application as `lib/<name>-<version>/ebin/<name>.app`. The file does not tell where the code came from, so the
purl type is `otp` for all of them.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.beam.terms.parse import Group, parse_terms

MAX_BYTES = 4 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the application; raises ReadError where the term is damaged or another one."""
    terms = parse_terms(file.text())
    for term in terms.top.groups():
        if term.text(0) == "application" and term.text(1):
            yield _package(term.text(1), term.group(2), file.folder)
            break
    else:
        raise ReadError(terms.problem or "is not an application resource file: it has no term 'application'")
    if terms.problem:
        raise ReadError(terms.problem)


def _package(name: str, told: Group, folder: str) -> PackageFact:
    version, description = told.value("vsn"), told.value("description")
    needed = [told.value(field) for field in ("applications", "included_applications")]
    needs = [item for group in needed if isinstance(group, Group) for item in group.texts()]
    properties = {"description": description if isinstance(description, str) else ""}
    return PackageFact(
        type="otp",
        name=name,
        version=version if isinstance(version, str) else "",
        home=_library(folder),
        depends=tuple(dict.fromkeys(needs)),
        properties={label: value for label, value in properties.items() if value},
        language="erlang",
    )


def _library(folder: str) -> str:
    """The folder of folders of applications. Those of Erlang's own installation are there for every program."""
    library = folder.rpartition("/")[0].rpartition("/")[0]
    return "" if library.endswith("erlang/lib") else library


READER = Reader(
    name="otp-application",
    version=1,
    claim=Claim(suffixes=(".app",), pattern=r"(?:^|/)ebin/[^/]+\.app$", max_bytes=MAX_BYTES),
    read=read,
    summary="Installed applications of Erlang and Elixir (ebin/*.app)",
)
