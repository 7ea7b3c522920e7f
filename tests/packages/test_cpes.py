"""Candidates for CPE names are few, well-formed and begin with the name that the NVD uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.model.cpe import parse_cpe
from mooring.packages.cpes import MAX_CANDIDATES, cpe_candidates

FIRST = [
    ("deb", "libssl3", "", "3.0.11-1~deb12u2", "openssl", "a:openssl:openssl:3.0.11"),
    ("deb", "linux-image-amd64", "", "6.1.0-13", "linux", "o:linux:linux_kernel:6.1.0"),
    ("rpm", "bash", "", "0:4.4.20-4.el8", "", "a:gnu:bash:4.4.20"),
    ("apk", "busybox", "", "1.36.1-r5", "", "a:busybox:busybox:1.36.1"),
    ("apk", "nobody-knows", "", "1-r0", "", "a:nobody-knows:nobody-knows:1"),
    ("pypi", "Django", "", "4.2", "", "a:djangoproject:django:4.2:*:*:*:*:python"),
    ("npm", "core", "@babel", "7.1.0", "", "a:babel:core:7.1.0:*:*:*:*:node.js"),
    ("maven", "log4j-core", "org.apache.logging.log4j", "2.14.1", "", "a:apache:log4j:2.14.1"),
    ("maven", "spring-core", "org.springframework", "5.3.1", "", "a:vmware:spring_framework:5.3.1"),
    ("golang", "client_golang", "github.com/prometheus", "v1.11.0", "", "a:prometheus:client_golang:1.11.0"),
    ("golang", "v4", "github.com/jackc/pgx", "v4.18.0", "", "a:jackc:pgx:4.18.0"),
    ("golang", "net", "golang.org/x", "v0.7.0", "", "a:golang:net:0.7.0"),
    ("golang", "stdlib", "", "1.21.0", "", "a:golang:go:1.21.0"),
    ("nuget", "System.Text.Json", "", "6.0.0", "", "a:microsoft:system.text.json:6.0.0:*:*:*:*:.net"),
    ("gem", "rails", "", "7.0.1", "", "a:rubyonrails:rails:7.0.1:*:*:*:*:ruby"),
]


@pytest.mark.parametrize(("kind", "name", "namespace", "version", "source_name", "expected"), FIRST)
def test_the_first_candidate_is_the_name_of_the_dictionary(kind, name, namespace, version, source_name, expected):
    found = cpe_candidates(kind, name, namespace, version, {}, source_name)

    assert found[0].startswith(f"cpe:2.3:{expected}:")


def test_the_account_on_a_forge_is_a_vendor():
    found = cpe_candidates("cargo", "tokio", "", "1.0", {"repository": "https://github.com/tokio-rs/tokio"})

    assert "cpe:2.3:a:tokio-rs:tokio:1.0:*:*:*:*:*:*:*" in found


def test_an_image_or_action_has_no_name():
    assert cpe_candidates("githubactions", "checkout", "actions", "v4", {}) == ()


@given(st.sampled_from(["deb", "pypi", "npm", "maven", "golang", "generic", "x"]), *[st.text(max_size=30)] * 4)
def test_whatever_the_package_is_called_its_candidates_are_names(kind, name, namespace, version, source_name):
    found = cpe_candidates(kind, name, namespace, version, {}, source_name)

    assert len(found) == len(set(found)) <= MAX_CANDIDATES
    for text in found:
        assert str(parse_cpe(text)) == text
