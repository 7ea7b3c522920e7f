"""Package URLs: built, parsed, and the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.purl import build_purl, parse_purl

SAME = [
    "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
    "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c",
    "pkg:gem/ruby-advisory-db-check@0.12.4",
    "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
    "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources",
    "pkg:npm/%40angular/animation@12.3.1",
    "pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25",
    "pkg:generic/openssl@1.1.10g?checksum=sha256:de4d501267da&download_url=https://openssl.example/source/openssl.tar.gz",
]


@pytest.mark.parametrize("text", SAME)
def test_a_canonical_url_is_written_as_it_was_read(text):
    assert str(parse_purl(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("pkg:PyPI/Django_Package@1.0", "pkg:pypi/django-package@1.0"),
        ("pkg://npm/foo", "pkg:npm/foo"),
        ("pkg:GOLANG/a/b@1?Z=1&A=2", "pkg:golang/a/b@1?a=2&z=1"),
        ("pkg:npm/@angular/core@1", "pkg:npm/%40angular/core@1"),
        ("pkg:deb/Debian/Curl@1", "pkg:deb/debian/curl@1"),
        ("pkg:npm/foo@1?a=&b=2", "pkg:npm/foo@1?b=2"),
        ("pkg:golang/a/b#/x//./../y/", "pkg:golang/a/b#x/y"),
    ],
)
def test_another_spelling_becomes_the_canonical_one(text, canonical):
    assert str(parse_purl(text)) == canonical


@pytest.mark.parametrize(
    "text", ["", "npm/foo", "pkg:", "pkg:npm", "pkg:npm/", "pkg:/foo", "pkg:npm//", "pkg:@1", "pkg:npm/?a=b"]
)
def test_what_is_no_package_url_is_refused(text):
    with pytest.raises(ReadError, match="is not a package URL"):
        parse_purl(text)


NAMES = st.text(min_size=1, max_size=20).filter(lambda text: text.strip("/") == text and "//" not in text)


@given(
    st.sampled_from(("npm", "deb", "maven", "pypi", "generic")),
    st.text(min_size=1, max_size=20),
    st.text(max_size=20),
    NAMES,
)
def test_what_was_built_parses_to_what_it_was_built_of(kind, name, version, namespace):
    parsed = parse_purl(build_purl(kind, name, namespace=namespace, version=version, qualifiers={"a": version}))

    again = parse_purl(str(parsed))
    assert again == parsed
    assert parsed.version == version
    assert parsed.qualifiers == ({"a": version} if version else {})


@given(st.text(max_size=60))
def test_parsing_raises_read_errors_only(text):
    for given_text in (text, f"pkg:npm/{text}"):
        try:
            str(parse_purl(given_text))
        except ReadError:
            continue
