"""deno.lock in its versions."""

from mooring.packages.javascript.deno_lock import READER
from packages.javascript.reading import by_name, edges, read
from packages.javascript.samples import DENO_5

VERSION_3 = {
    "version": "3",
    "packages": {
        "specifiers": {"npm:chalk@5": "npm:chalk@5.3.0", "jsr:@std/bytes@^0.2": "jsr:@std/bytes@0.2.1"},
        "jsr": {"@std/bytes@0.2.1": {"integrity": "aa"}, "@std/io@0.2.1": {"dependencies": ["jsr:@std/bytes@^0.2"]}},
        "npm": {"chalk@5.3.0": {"dependencies": {"style": "style@1.0.0"}}, "style@1.0.0": {"dependencies": {}}},
    },
    "remote": {},
}
VERSION_2 = {"version": "2", "remote": {}, "npm": {"specifiers": {"a": "a@1.0.0"}, "packages": {"a@1.0.0": {}}}}


def test_npm_and_jsr_packages_are_read_with_what_they_need():
    facts = read(READER, "deno.lock", DENO_5)

    assert edges(facts) == {
        ("@std/path@1.0.8", "@std/internal@1.0.5"),
        ("paint_box@1.2.3", "brush@0.9.1"),
        ("paint_box@1.2.3", "fur@1.0.0"),
    }
    assert {fact.type for fact in facts} == {"jsr", "npm", "generic"}


def test_single_files_name_the_packages_that_they_are_part_of():
    package = by_name(read(READER, "deno.lock", DENO_5))["openai@v4.69.0"]

    assert package.qualifiers == {"download_url": "https://deno.land/x/openai@v4.69.0"}


def test_version_3_is_read():
    facts = read(READER, "deno.lock", VERSION_3)

    assert edges(facts) == {("@std/io@0.2.1", "@std/bytes@0.2.1"), ("chalk@5.3.0", "style@1.0.0")}


def test_version_2_is_read():
    assert list(by_name(read(READER, "deno.lock", VERSION_2))) == ["a@1.0.0"]
