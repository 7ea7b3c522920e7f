"""Info.plist gives the application of a bundle."""

import plistlib

import pytest

from mooring.base.errors import ReadError
from mooring.packages.apple.mac_app import READER
from packages.lock_files import read

PATH = "Applications/Brush.app/Contents/Info.plist"
TOLD = {
    "CFBundleName": "Brush",
    "CFBundleIdentifier": "example.brush",
    "CFBundleShortVersionString": "1.2",
    "CFBundleVersion": "345",
}


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_both_forms_give_name_and_version(form):
    (app,) = read(READER, PATH, plistlib.dumps(TOLD, fmt=form))

    assert (app.type, app.name, app.version) == ("generic", "Brush", "1.2")
    assert app.properties == {"bundle_identifier": "example.brush", "build_version": "345"}


def test_a_count_of_builds_is_no_version():
    (app,) = read(READER, PATH, plistlib.dumps({"CFBundleExecutable": "brush", "CFBundleVersion": "345"}))

    assert (app.name, app.version) == ("brush", "")


@pytest.mark.parametrize("content", [b"bplist00" + b"\xff" * 40, b"<plist><dict>", b"hello"])
def test_damaged_lists_are_refused(content):
    with pytest.raises(ReadError, match="is not a property list"):
        read(READER, PATH, content)


def test_entities_are_refused():
    bomb = (
        b'<!DOCTYPE plist [<!ENTITY a "aaaa">]><plist><dict><key>CFBundleName</key><string>&a;</string></dict></plist>'
    )

    with pytest.raises(ReadError, match="is not a property list"):
        read(READER, PATH, bomb)


def test_bundles_of_both_systems_are_claimed_and_frameworks_are_not():
    assert READER.wants(PATH)
    assert READER.wants("Payload/Brush.app/Info.plist")
    assert not READER.wants("Library/Frameworks/Brush.framework/Resources/Info.plist")
