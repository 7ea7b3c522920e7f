"""Kubernetes manifests give the images of their containers."""

from mooring.packages.infrastructure.kubernetes import READER
from packages.lock_files import by_name, read

CONTENT = """\
apiVersion: v1
kind: Pod
spec:
  initContainers:
    - image: setup:1
  containers:
    - name: a
      image: registry.example/acme/brush:2
    - name: b
      image: registry.example/acme/brush:2
---
apiVersion: batch/v1
kind: CronJob
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - image: paint
---
kind: NotAManifest
containers:
  - image: no
"""


def test_every_depth_and_document_is_looked_through():
    packages = by_name(read(READER, "deploy/all.yaml", CONTENT))

    assert set(packages) == {"setup@1", "acme/brush@2", "paint@latest"}
    assert packages["paint@latest"].properties == {"kind": "CronJob"}
    assert packages["acme/brush@2"].line == 8


def test_templates_and_other_yaml_give_nothing():
    template = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: {{ .Values.image }}\n"

    assert read(READER, "templates/pod.yaml", template) == []
    assert read(READER, "other.yaml", "a: [\n") == []
