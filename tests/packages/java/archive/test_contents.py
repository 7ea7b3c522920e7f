"""What an archive tells about itself is found among its members."""

from mooring.base.limits import Limits
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive
from mooring.packages.java.archive.contents import TextAllowance, read_contents
from packages.java.jars import make_jar, manifest, maven


def contents(files: dict):
    return read_contents(ZipArchive(make_jar(files), ArchiveBudget(Limits())), TextAllowance())


def test_mavens_files_the_manifest_and_archives_inside_are_found():
    found = contents(
        manifest(X="1") | maven("g", "a", "1", "<version>1</version>") | {"lib/B.JAR": b"", "a.class": b""}
    )

    assert found.manifest == {"manifest-version": "1.0", "x": "1"}
    assert [(e.group, e.artifact, e.version, e.project is not None) for e in found.maven] == [("g", "a", "1", True)]
    assert [member.name for member in found.nested] == ["lib/B.JAR"]


def test_the_same_coordinates_twice_are_one_entry_and_templates_are_none():
    text = "groupId = g\nartifactId : a\nversion=1"
    found = contents({"x/pom.properties": text, "y/pom.properties": text, "archetype-resources/pom.xml": "<project/>"})

    assert [entry.path for entry in found.maven] == ["x/pom.properties"]


def test_a_damaged_pom_is_a_problem_and_its_folder_still_tells_the_name():
    found = contents({"META-INF/maven/g/a/pom.xml": "<project"})

    assert [(e.group, e.artifact) for e in found.maven] == [("g", "a")]
    assert found.problems[0].startswith("'META-INF/maven/g/a/pom.xml' is not XML")


def test_more_texts_than_allowed_are_a_problem():
    allowance = TextAllowance()
    allowance.left = 10

    found = read_contents(ZipArchive(make_jar(maven("g", "a", "1")), ArchiveBudget(Limits())), allowance)

    assert (found.maven, found.problems) == (
        (),
        ("the archive and those nested in it have more of Maven's files than the limit allows",),
    )
