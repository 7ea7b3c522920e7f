"""Content sets, labels and module streams of Red Hat's images."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.facts import NoteFact
from mooring.model.reader import LayerFile
from mooring.packages.os.redhat_content import READER

MANIFEST = "root/buildinfo/content_manifests/app-container-1-2.json"


def facts(path, content):
    return list(READER.read(LayerFile(path=path, content=content)))


def channels(*sets):
    content = '{"content_sets": ["' + '", "'.join(sets) + '"]}'
    return [fact.value for fact in facts(MANIFEST, content.encode()) if fact.name == "channel"]


def test_content_sets_are_a_note_on_the_image():
    found = facts(
        MANIFEST, b'{"metadata": {}, "content_sets": ["rhel-8-b-rpms", "rhel-8-a-rpms", ""], "image_contents": []}'
    )

    assert found == [
        NoteFact(owner="image", name="content_sets:app-container-1-2", value="rhel-8-a-rpms rhel-8-b-rpms")
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("rhel-8-for-x86_64-baseos-eus-rpms", ["eus"]),
        ("rhel-9-for-aarch64-appstream-e4s-rpms__9_DOT_2", ["e4s"]),
        ("rhel-7-server-els-rpms", ["els"]),
        ("rhel-8-for-x86_64-baseos-rpms", []),
        ("rhel-8-for-x86_64-highavailability-eus-rpms", []),
    ],
)
def test_extended_support_is_a_channel_of_the_distribution(name, found):
    assert channels(name) == found


def test_the_labels_tell_cpe_and_component():
    found = facts(
        "usr/share/buildinfo/labels.json",
        b'{"cpe": "cpe:/a:example:app:1::el9", "com.redhat.component": "app-container"}',
    )

    assert [(fact.owner, fact.name, fact.value) for fact in found] == [
        ("image", "cpe", "cpe:/a:example:app:1::el9"),
        ("image", "component", "app-container"),
    ]


def test_enabled_module_streams_are_notes_on_the_image():
    content = b"[nodejs]\nname=nodejs\nstream=18\nprofiles=\nstate=enabled\n\n[perl]\nstream=5.30\nstate=disabled\n[php]\nstate=enabled"

    assert facts("etc/dnf/modules.d/nodejs.module", content) == [
        NoteFact(owner="image", name="module:nodejs", value="18")
    ]


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        (MANIFEST, True),
        ("usr/share/buildinfo/content-sets.json", True),
        ("usr/share/buildinfo/labels.json", True),
        ("etc/dnf/modules.d/nodejs.module", True),
        ("etc/dnf/modules.d/README", False),
        ("srv/labels.json", False),
    ],
)
def test_files_are_claimed_at_their_places(path, is_wanted):
    assert READER.wants(path) is is_wanted


@given(st.sampled_from([MANIFEST, "root/buildinfo/labels.json", "etc/dnf/modules.d/a.module"]), st.binary())
def test_arbitrary_content_raises_nothing_but_read_error(path, content):
    with suppress(ReadError):
        facts(path, content)
