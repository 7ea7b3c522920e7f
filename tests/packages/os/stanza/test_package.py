"""A stanza as facts."""

import time

from mooring.packages.os.stanza.package import facts_of


def test_keys_without_the_architecture_can_be_asked_for():
    fields = {"package": "a", "version": "1", "architecture": "arm64", "multi-arch": "same"}

    keys = [next(facts_of(fields, kind="dpkg", root="", is_multi_arch_key=asked)).key for asked in (True, False)]

    assert keys == ["dpkg:a:arm64", "dpkg:a"]


def test_a_licence_field_is_kept_and_opkg_has_no_source():
    fact = next(
        facts_of({"package": "a", "license": "MIT", "source": "feeds/a"}, kind="opkg", root="", is_multi_arch_key=True)
    )

    assert (fact.type, fact.licenses, fact.source_name, fact.version) == ("opkg", ("MIT",), "", "")


def test_a_line_of_configuration_without_a_path_is_passed_over():
    fields = {"package": "a", "version": "1", "conffiles": "/\n  \n/etc/a"}

    assert [fact.paths for fact in list(facts_of(fields, kind="dpkg", root="", is_multi_arch_key=True))[1:]] == [
        b"etc/a"
    ]


def test_a_line_of_endless_marks_is_cut_short():
    fields = {"package": "a", "conffiles": "/etc/a" + " obsolete" * 200_000}
    started = time.process_time()

    assert len(list(facts_of(fields, kind="dpkg", root="", is_multi_arch_key=True))) == 2
    assert time.process_time() - started < 2
