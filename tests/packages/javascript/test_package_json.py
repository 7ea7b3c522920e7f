"""package.json of installed packages."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.javascript.package_json import READER
from packages.javascript.reading import by_name, read
from packages.javascript.samples import EXTENSION, PACKAGE_JSON


def one(content, folder="app/node_modules/x"):
    (package,) = read(READER, f"{folder}/package.json", content)
    return package


def test_a_package_has_the_fields_of_its_manifest():
    package = one(PACKAGE_JSON, "app/node_modules/@acme/paint")

    assert (package.type, package.namespace, package.name, package.version) == ("npm", "@acme", "paint", "1.2.3")
    assert package.licenses == ("MIT",)
    assert package.properties == {
        "author": "A. Painter <a@example.com> (https://example.com)",
        "homepage": "https://example.com/paint",
        "repository": "git+https://example.com/paint.git",
    }
    assert package.is_installed
    assert package.key == "npm:app/node_modules/@acme/paint"


def test_a_package_is_offered_where_node_js_looks_for_it():
    package = one(PACKAGE_JSON, "app/node_modules/a/node_modules/@acme/paint")

    assert (package.home, package.provides) == ("app/node_modules/a", ("@acme/paint",))
    assert package.lookup == "app/node_modules/a/node_modules/@acme/paint"
    assert package.depends == ("left-pad", "@acme/brush", "fsevents", "react")


def test_an_alias_is_offered_under_the_name_of_its_folder():
    assert one('{"name": "chalk", "version": "2.0.0"}', "node_modules/old-chalk").provides == ("old-chalk",)


def test_the_packages_of_pnpm_are_offered_above_its_store():
    package = one('{"name": "a", "version": "1.0.0"}', "app/node_modules/.pnpm/a@1.0.0_b@2.0.0/node_modules/a")

    assert package.home == "app"


@pytest.mark.parametrize(
    ("folder", "home"),
    [
        ("node_modules/a", ""),
        ("usr/share/nodejs/a", "usr/share/nodejs"),
        ("app", "app"),
        ("app/node_modules/a/lib", "app/node_modules/a/lib"),
        ("old_node_modules/a", "old_node_modules/a"),
    ],
)
def test_the_home_of_a_folder(folder, home):
    assert one('{"name": "a", "version": "1.0.0"}', folder).home == home


@pytest.mark.parametrize(
    ("fields", "licenses"),
    [
        ('"license": "MIT OR ISC"', ("MIT OR ISC",)),
        ('"license": {"type": "MIT", "url": "https://example.com"}', ("MIT",)),
        ('"license": {"name": "MIT"}', ("MIT",)),
        ('"license": ["MIT", {"type": "ISC"}, 3]', ("MIT", "ISC")),
        ('"licenses": [{"type": "MIT"}, {"type": ""}]', ("MIT",)),
        ('"license": []', ()),
        ('"license": 7', ()),
        ('"license": {}', ()),
        ('"description": "none"', ()),
    ],
)
def test_a_licence_may_have_any_of_the_forms_that_npm_ever_took(fields, licenses):
    assert one(f'{{"name": "a", "version": "1.0.0", {fields}}}').licenses == licenses


@pytest.mark.parametrize(
    "odd",
    [
        '"author": [{"name": "x"}]',
        '"author": 5',
        '"dependencies": ["b"]',
        '"dependencies": "b"',
        '"optionalDependencies": null',
        '"peerDependencies": {"b": 1}, "peerDependenciesMeta": []',
        '"publisher": {"name": "x"}',
        '"homepage": ["https://example.com"]',
        '"repository": [1]',
        '"engines": ["node"]',
    ],
)
def test_one_odd_field_does_not_lose_the_package(odd):
    assert one(f'{{"name": "JSONStream", "version": "1.0.0", {odd}}}').name == "JSONStream"


@pytest.mark.parametrize(
    "content",
    [
        '{"type": "module"}',
        '{"name": "a"}',
        '{"version": "1.0.0"}',
        '{"name": "", "version": "1.0.0"}',
        '{"name": 5, "version": "1.0.0"}',
        '{"name": "a", "version": 1}',
        '{"name": "{{name}}", "version": "1.0.0"}',
        '{"name": "<%= name %>", "version": "1.0.0"}',
        '{"name": "a", "version": "{{version}}"}',
    ],
)
def test_what_has_no_name_or_version_is_no_package(content):
    assert read(READER, "app/node_modules/a/package.json", content) == []


def test_a_byte_order_mark_and_damaged_text_are_read_over():
    package = one(b'\xef\xbb\xbf{"name": "a", "version": "1.0.0", "author": "Ren\xe9"}')

    assert package.properties == {"author": "Ren\ufffd"}


def test_a_damaged_manifest_of_a_package_is_an_error():
    with pytest.raises(ReadError, match="is not JSON"):
        read(READER, "app/node_modules/@a/b/package.json", "{")
    with pytest.raises(ReadError, match="no JSON object"):
        read(READER, "app/package.json", "[]")


def test_a_damaged_manifest_inside_a_package_is_its_test_data():
    assert read(READER, "app/node_modules/resolve/test/malformed/package.json", "{") == []


def test_an_extension_of_an_editor_is_not_taken_for_an_npm_package():
    (package,) = by_name(
        read(READER, "root/.vscode-server/extensions/acme.paint-1.2.3/package.json", EXTENSION)
    ).values()

    assert (package.type, package.namespace, package.name) == ("vscode-extension", "acme", "paint")


def test_a_copy_inside_another_package_says_that_it_came_with_it():
    package = one('{"name": "a", "version": "1.0.0"}', "app/node_modules/b/dist/compiled/a")

    assert package.properties == {"bundled": "true"}
