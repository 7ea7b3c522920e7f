"""Programs that run clusters and watch them.

Most are Go programs built with `-trimpath`, whose build information does not tell the version that the linker wrote.
"""

from mooring.packages.binary.classifiers.classifier import Classifier, linker_strings, near

_ELASTIC = linker_strings(b"7.", b"8.", b"9.", b"6.", b"5.")

INFRASTRUCTURE = (
    Classifier(
        name="helm",
        files=r"helm",
        signatures=linker_strings(b"v2.", b"v3.", b"v4."),
        cpes=("helm:helm",),
        language="go",
    ),
    Classifier(
        name="consul",
        files=r"consul",
        signatures=(
            near(b"CONSUL_VERSION: ", rb"CONSUL_VERSION: (\d+\.\d+\.\d+)"),
            near(b"GitDescribe=", rb"GitDescribe=v?(\d+\.\d+\.\d+)"),
            *linker_strings(b"v1.", b"1."),
        ),
        cpes=("hashicorp:consul",),
        language="go",
    ),
    Classifier(
        name="vault",
        files=r"vault",
        signatures=linker_strings(b"1.", b"v1."),
        cpes=("hashicorp:vault",),
        language="go",
    ),
    Classifier(
        name="fluent-bit",
        files=r"fluent-bit",
        signatures=(
            near(b"Fluent Bit", rb"\x00(\d+\.\d+\.\d+)\x00[^0-9]{0,12}Fluent Bit", before=40),
            near(b"Fluent Bit v", rb"Fluent Bit v(\d+\.\d+\.\d+)"),
        ),
        cpes=("treasuredata:fluent_bit",),
    ),
    Classifier(
        name="grafana",
        files=r"grafana(?:-server|-cli)?",
        signatures=(
            near(b"\0release-", rb"\x00release-(\d{1,2}\.\d+\.\d+(?:\+security-\d+)?)\x00"),
            *linker_strings(b"10.", b"11.", b"12.", b"13.", b"9.", b"8.", b"7.", b"6."),
        ),
        cpes=("grafana:grafana",),
        language="go",
    ),
    Classifier(
        name="ingress-nginx",
        files=r"nginx-ingress-controller",
        signatures=linker_strings(b"v1.", b"v0.", b"1.", b"0."),
        cpes=("kubernetes:ingress-nginx",),
        language="go",
    ),
    Classifier(
        name="istio",
        files=r"pilot-(?:agent|discovery)|istioctl",
        signatures=linker_strings(b"1."),
        cpes=("istio:istio",),
        language="go",
    ),
    *(
        Classifier(name=name, files=name, signatures=_ELASTIC, cpes=(f"elastic:{product}",), language="go")
        for name, product in (
            ("filebeat", "filebeat"),
            ("metricbeat", "metricbeat"),
            ("heartbeat", "heartbeat"),
            ("packetbeat", "packetbeat"),
            ("auditbeat", "auditbeat"),
            ("elastic-agent", "elastic_agent"),
        )
    ),
)
