"""Well-known artifacts have the group that publishes them."""

import pytest

from mooring.packages.java.archive.groups import known_group


@pytest.mark.parametrize(
    ("artifact", "group"),
    [
        ("guava", "com.google.guava"),
        ("spring-core", "org.springframework"),
        ("spring-security-web", "org.springframework.security"),
        ("tomcat-embed-core", "org.apache.tomcat.embed"),
        ("elasticsearch-rest-client", "org.elasticsearch.client"),
        ("acme", ""),
    ],
)
def test_the_longest_prefix_of_the_table_holds(artifact, group):
    assert known_group(artifact) == group
