"""What a package is part of."""

from mooring.model.package import Relation
from vulns.suppression.small import around, package

WAR = package("maven", "app:web", "1.0", path="/srv/app.war")
JAR = package("maven", "org:lib", "2.0", path="/srv/app.war!WEB-INF/lib/lib.jar")
SHADED = package("maven", "org:inner", "3.0", path="/srv/app.war!WEB-INF/lib/lib.jar!META-INF")
DEB = package("deb", "web", "1.0-1")
MAIN = package("golang", "example.com/tool", "v1", path="/usr/bin/tool", is_root=True)
MODULE = package("golang", "golang.org/x/net", "v0.1.0", path="/usr/bin/tool")
PROJECT = package("npm", "web", "1.0.0", path="/app/package.json", is_root=True)
LIBRARY = package("npm", "lodash", "4.0.0", path="/app/node_modules/lodash/package.json")


def names(found):
    return sorted(one.name for one in found)


def test_archives_and_owners_are_followed_upwards():
    relations = (
        Relation(kind="contains", source=WAR.id, target=JAR.id),
        Relation(kind="contains", source=JAR.id, target=SHADED.id),
        Relation(kind="owns", source=DEB.id, target=WAR.id),
        Relation(kind="depends-on", source=PROJECT.id, target=SHADED.id),
    )
    world = around(WAR, JAR, SHADED, DEB, relations=relations)

    assert names(world.holders(SHADED)) == ["app:web", "org:lib", "web"]
    assert world.holders(DEB) == ()
    assert world.holders(SHADED) is world.holders(SHADED)


def test_the_program_and_the_project_hold_what_they_are_built_from():
    world = around(MAIN, MODULE, PROJECT, LIBRARY)

    assert names(world.holders(MODULE)) == ["example.com/tool"]
    assert names(world.holders(LIBRARY)) == ["web"]
    assert world.holders(MAIN) == ()


def test_circles_and_missing_packages_end():
    relations = (
        Relation(kind="contains", source=WAR.id, target=JAR.id),
        Relation(kind="contains", source=JAR.id, target=WAR.id),
        Relation(kind="contains", source="gone", target=JAR.id),
    )

    assert names(around(WAR, JAR, relations=relations).holders(JAR)) == ["app:web"]
