import pytest

from feeds.providers.distributions.rpm_workspace import Content, FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.redhat import BASE, FEED
from mooring.model.advisory import Affected, FixState, NameKind, VersionRange
from mooring.model.severity import Severity

EL8 = "cpe:/o:redhat:enterprise_linux:8"


def cve(**more: object) -> dict[str, object]:
    return {"name": "CVE-2021-1000", "threat_severity": "Moderate", "public_date": "2021-02-03T00:00:00Z", **more}


def release(package: str | None, cpe: str = EL8, advisory: str = "RHSA-2021:1000", **more: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "cpe": cpe,
        "advisory": advisory,
        "release_date": "2021-03-04T00:00:00Z",
        "product_name": "x",
    }
    return {**entry, **({"package": package} if package else {}), **more}


def state(name: str, word: str, cpe: str = EL8) -> dict[str, object]:
    return {"cpe": cpe, "package_name": name, "fix_state": word, "product_name": "x"}


def one_row(document: dict[str, object]) -> Affected:
    advisories, _ = parsed(FEED, {"a.json": document})
    (row,) = rows(advisories)
    return row


def test_a_released_package_is_vulnerable_below_its_fix():
    row = one_row(cve(affected_release=[release("bind-32:9.11.26-4.el8_4", impact="Important")]))

    assert ("rhel:8", "bind", NameKind.SOURCE, "") == (row.namespace, row.name, row.name_kind, row.module)
    assert (VersionRange(high="32:9.11.26-4.el8_4"),) == row.ranges
    assert (FixState.FIXED, "2021-03-04", ("RHSA-2021:1000",)) == (row.fix.state, row.fix.date, row.fix.advisories)
    assert Severity.HIGH is row.severity


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Affected", FixState.NOT_FIXED),
        ("Fix deferred", FixState.NOT_FIXED),
        ("Will not fix", FixState.WONT_FIX),
        ("Out of support scope", FixState.WONT_FIX),
        ("New", FixState.UNKNOWN),
        ("Something new", FixState.UNKNOWN),
    ],
)
def test_a_state_is_one_of_ours(word: str, expected: FixState):
    row = one_row(cve(package_state=[state("bind", word)]))

    assert (expected, False, word == "New") == (row.fix.state, row.is_negative, row.is_under_investigation)


def test_not_affected_is_negative_and_keeps_its_module():
    document = cve(package_state=[state("nodejs:16/nodejs", "Not affected"), state("bind", "Not affected")])

    found = rows(parsed(FEED, {"a.json": document})[0])

    assert [("nodejs", "nodejs:16", True), ("bind", "", True)] == [(r.name, r.module, r.is_negative) for r in found]


def test_one_item_may_be_an_object_instead_of_a_list():
    row = one_row(cve(package_state=state("bind", "Affected")))

    assert "bind" == row.name


@pytest.mark.parametrize(
    ("cpe", "namespace"),
    [
        ("cpe:/o:redhat:enterprise_linux:9::baseos", "rhel:9"),
        ("cpe:/o:redhat:enterprise_linux:10.1", "rhel:10"),
        ("cpe:/a:redhat:enterprise_linux:8::nfv", "rhel:8"),
        ("cpe:/o:redhat:enterprise_linux:7::hypervisor", "rhel:7+layered"),
        ("cpe:/o:redhat:rhel_els:7", "rhel:7+els"),
        ("cpe:/a:redhat:rhel_eus:9.4::appstream", "rhel:9.4+eus"),
        ("cpe:/a:redhat:rhel_software_collections:3::el7", "rhel:7+scl"),
        ("cpe:/a:redhat:openshift:4.12::el8", "rhel:8+layered"),
        ("cpe:/a:redhat:jboss_enterprise_web_server:3", "rhel:6+layered"),
    ],
)
def test_only_the_product_itself_is_the_plain_release(cpe: str, namespace: str):
    document = cve(affected_release=[release("foo-0:1.0-1.el6", cpe)])

    found = rows(parsed(FEED, {"a.json": document})[0])

    assert namespace == found[0].namespace
    assert (cpe if namespace.endswith(("layered", "scl")) else "") == found[0].repository


def test_parallel_fixes_of_minor_releases_stay_apart():
    document = cve(affected_release=[release("bind-32:9.16.23-18.el9_4.1"), release("bind-32:9.16.23-14.el9_3.4")])

    row = one_row(document)

    assert (
        VersionRange(high="32:9.16.23-14.el9_3.4"),
        VersionRange(low="32:9.16.23-15", high="32:9.16.23-18.el9_4.1"),
    ) == row.ranges
    assert ("32:9.16.23-14.el9_3.4", "32:9.16.23-18.el9_4.1") == row.fix.versions


def test_what_only_paid_support_fixes_stays_open_in_the_plain_release():
    document = cve(affected_release=[release("sudo-0:1.8-2.el6_10", "cpe:/o:redhat:rhel_els:6")])

    found = rows(parsed(FEED, {"a.json": document})[0])

    assert ["rhel:6+els", "rhel:6"] == [row.namespace for row in found]
    assert (FixState.WONT_FIX, "fixed in rhel:6+els only") == (found[1].fix.state, found[1].fix.note)
    assert (VersionRange(high="0:1.8-2.el6_10"),) == found[1].ranges


def osv(*packages: tuple[str, str]) -> dict[str, object]:
    return {
        "id": "RHSA-2021:1000",
        "related": ["CVE-2021-1000"],
        "published": "2021-03-04T00:00:00Z",
        "modified": "2021-03-04T00:00:00Z",
        "summary": "Red Hat Security Advisory: an update",
        "affected": [
            {
                "package": {"ecosystem": "Red Hat:enterprise_linux:8::appstream", "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
            }
            for name, fixed in packages
        ],
    }


MODULE = cve(affected_release=[release("nodejs:16-8040020210708131418.522a0ee4")])


def test_the_packages_of_a_module_come_from_the_erratum():
    files: dict[str, Content] = {
        "a.json": MODULE,
        "b.json": osv(("npm", "1:8.1-1.module+el8.4.0+1+abc"), ("nodejs-debuginfo", "1:16-1.module+el8.4.0+1+abc")),
    }

    advisories, _ = parsed(FEED, files)

    assert {"RHSA-2021:1000": ("npm",), "CVE-2021-1000": ()} == {
        one.id: tuple(row.name for row in one.affected) for one in advisories
    }
    assert "nodejs:16" == rows(advisories)[0].module


def test_a_module_without_an_erratum_is_not_counted_and_says_why():
    row = one_row(MODULE)

    assert ("nodejs", "nodejs:16", True) == (row.name, row.module, row.is_under_investigation)
    assert "only the erratum names package versions" in row.fix.note


def test_an_erratum_does_not_repeat_what_a_cve_document_said():
    files: dict[str, Content] = {
        "a.json": cve(affected_release=[release("bind-32:9.11.26-4.el8_4")]),
        "b.json": osv(("bind-utils", "32:9.11.26-4.el8_4")),
    }

    advisories, _ = parsed(FEED, files)

    assert ["bind"] == [row.name for row in rows(advisories)]
    assert ["CVE-2021-1000", "RHSA-2021:1000"] == [one.id for one in advisories]


def test_damaged_documents_are_counted_and_hide_no_others():
    lines = b'{"name": \n[]\n{"a": 1}\n{"name": "", "csaw": true}\n{"name": "CVE-2021-1000"}\n'

    advisories, log = parsed(FEED, {"all.jsonl": lines})

    assert (["CVE-2021-1000"], 5, 4) == ([one.id for one in advisories], log.records, log.rejects)


def vex(*, fixed: tuple[str, ...] = (), affected: tuple[str, ...] = ()) -> dict[str, object]:
    names = [*fixed, *affected]
    return {
        "document": {
            "category": "csaf_vex",
            "aggregate_severity": {"text": "Important"},
            "tracking": {"id": "CVE-2021-1000", "status": "final"},
        },
        "product_tree": {
            "branches": [
                {
                    "branches": [
                        *(
                            {"product": {"product_id": name, "product_identification_helper": {"purl": name}}}
                            for name in names
                        ),
                        {"product": {"product_id": "P", "product_identification_helper": {"cpe": EL8}}},
                    ]
                }
            ],
            "relationships": [
                {
                    "product_reference": name,
                    "relates_to_product_reference": "P",
                    "full_product_name": {"product_id": f"P:{name}"},
                }
                for name in names
            ],
        },
        "vulnerabilities": [
            {
                "cve": "CVE-2021-1000",
                "product_status": {
                    "fixed": [f"P:{name}" for name in fixed],
                    "known_affected": [f"P:{name}" for name in affected],
                },
                "remediations": [
                    {
                        "category": "vendor_fix",
                        "url": "https://access.redhat.com/errata/RHSA-2021:1000",
                        "product_ids": [f"P:{name}" for name in fixed],
                    },
                    {
                        "category": "no_fix_planned",
                        "details": "Will not fix",
                        "product_ids": [f"P:{name}" for name in affected],
                    },
                ],
            }
        ],
    }


def test_vex_names_the_source_package_once():
    document = vex(
        fixed=(
            "pkg:rpm/redhat/bind@9.11-1.el8?arch=src&epoch=32",
            "pkg:rpm/redhat/bind-libs@9.11-1.el8?arch=x86_64&epoch=32",
        )
    )

    row = one_row(document)

    assert ("bind", NameKind.SOURCE, (VersionRange(high="32:9.11-1.el8"),)) == (row.name, row.name_kind, row.ranges)
    assert ("RHSA-2021:1000",) == row.fix.advisories


def test_vex_keeps_the_stream_of_a_module():
    row = one_row(
        vex(fixed=("pkg:rpm/redhat/ruby@2.7-1.module%2Bel8?arch=src&rpmmod=ruby:2.7:8080020230427102918:63b34585",))
    )

    assert ("ruby:2.7", "2.7-1.module+el8") == (row.module, row.fix.versions[0])


def test_vex_says_what_will_not_be_fixed():
    row = one_row(vex(affected=("pkg:rpm/redhat/bind?arch=src",)))

    assert (FixState.WONT_FIX, "Will not fix", None) == (row.fix.state, row.fix.note, row.module)


def test_changes_and_deletions_override_the_archive():
    document = vex(affected=("pkg:rpm/redhat/bind?arch=src",))
    files: dict[str, Content] = {
        "cve-0-deletions.csv": '"2020/cve-2020-1.json","2025-01-01T00:00:00+00:00"\n',
        "cve-1-changes/2021/cve-2021-1000.json": document,
        "cve-2-archive.tar.zst/2020/cve-2020-1.json": document,
        "cve-2-archive.tar.zst/2021/cve-2021-1000.json": document,
    }

    advisories, log = parsed(FEED, files)

    assert (1, {"taken back by the publisher": 1, "replaced by a newer document": 1}) == (len(advisories), log.skipped)


def test_fetching_takes_archives_and_newer_documents():
    pages = {}
    for kind, name in (("vex", "vex"), ("advisories", "advisories")):
        pages[f"{BASE}/{kind}/archive_latest.txt"] = f"csaf_{name}_2025-02-14.tar.zst\n".encode()
        pages[f"{BASE}/{kind}/csaf_{name}_2025-02-14.tar.zst"] = b"archive"
        pages[f"{BASE}/{kind}/changes.csv"] = (
            b'"2025/new.json","2025-02-15T10:00:00+00:00"\n"2024/old.json","2025-02-01T00:00:00+00:00"\n"../x","2026-01-01"\n'
        )
        pages[f"{BASE}/{kind}/2025/new.json"] = b"{}"
        pages[f"{BASE}/{kind}/deletions.csv"] = b""
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert [
        "cve-0-deletions.csv",
        "cve-1-changes/2025/new.json",
        "cve-2-archive.tar.zst",
        "errata-0-deletions.csv",
        "errata-1-changes/2025/new.json",
        "errata-2-archive.tar.zst",
    ] == sorted(fetcher.files)
    assert sorted(fetcher.files) == fetcher.kept


def test_an_archive_of_another_name_is_refused():
    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher({f"{BASE}/vex/archive_latest.txt": b"../../etc/passwd"}))


def test_a_map_of_repositories_is_checked_and_gives_nothing():
    advisories, log = parsed(FEED, {"repository-to-cpe.json": {"data": {"rhel-8": {"cpes": [EL8]}}}})

    assert ([], 0) == (advisories, log.rejects)
