"""Names of namespaces as Grype writes them."""

import pytest

from mooring.model.match import MatchReason, Source
from mooring.reports.sbom.grype import namespace_of


@pytest.mark.parametrize(
    ("feed", "namespace", "written"),
    [
        ("debian", "debian:12", "debian:distro:debian:12"),
        ("redhat", "rhel:9", "redhat:distro:redhat:9"),
        ("redhat", "rhel:9.4+eus", "redhat:distro:redhat:9.4+eus"),
        ("github", "pypi", "github:language:python"),
        ("github", "conda", "github:language:conda"),
        ("nvd", "cpe", "nvd:cpe"),
    ],
)
def test_a_namespace_is_told_in_the_words_of_grype(feed, namespace, written):
    reason = MatchReason(source=Source(feed=feed, id="x"), namespace=namespace, name="n")

    assert namespace_of(reason) == written
