"""Documents of Flatpak and Chocolatey are told apart by their paths."""

import pytest

from mooring.packages.os.other_installer import READER
from packages.os.installers.test_chocolatey import NUSPEC
from packages.os.installers.test_flatpak import METAINFO
from packages.os.reading import facts_of

FLATPAK = "var/lib/flatpak/app/org.example.Draw/x86_64/stable/abc/export/share/metainfo/org.example.Draw.metainfo.xml"


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        (FLATPAK, METAINFO, "flatpak"),
        ("ProgramData/chocolatey/lib/git/git.nuspec", NUSPEC, "chocolatey"),
        ("Files/ProgramData/Chocolatey/lib/git/git.nuspec", NUSPEC, "chocolatey"),
    ],
)
def test_the_path_says_which_installer_it_was(path, content, kind):
    assert [fact.type for fact in facts_of(READER, path, content)] == [kind]


@pytest.mark.parametrize(
    "path",
    ["usr/share/metainfo/a.xml", "root/.nuget/packages/a/1.0/a.nuspec", "ProgramData/chocolatey/lib-bad/a/a.nuspec"],
)
def test_other_documents_are_not_asked_for(path):
    assert not READER.wants(path)
