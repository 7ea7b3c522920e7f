"""A lock file of sbt names modules with their configurations."""

from mooring.packages.java.sbt_lock import READER
from packages.java.sources import named, read_text

LOCK = """{"lockVersion": 1, "dependencies": [
  {"org": "org.scala-lang", "name": "scala-library", "version": "2.12.10", "configurations": ["test", "compile"],
   "artifacts": [{"name": "scala-library.jar", "hash": "sha1:350986"}]},
  {"org": "org.scalatest", "name": "scalatest_2.12", "version": "3.0", "configurations": ["test"]},
  {"org": "", "name": "broken"}, 7]}"""


def test_modules_of_tests_only_are_of_tests():
    first, second = read_text(READER, "build.sbt.lock", LOCK)

    assert named([first, second]) == [
        ("org.scala-lang:scala-library", "2.12.10", "runtime"),
        ("org.scalatest:scalatest_2.12", "3.0", "test"),
    ]
    assert first.properties == {"sha1": "350986"}
