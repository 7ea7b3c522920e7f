"""One small inventory in every format, made here: openssl on Debian, and a Python package that needs it."""

import base64
import json

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:00000000-0000-0000-0000-000000000001",
    "metadata": {
        "timestamp": "2026-01-01T00:00:00Z",
        "tools": {"components": [{"type": "application", "name": "tool", "version": "1"}]},
        "component": {"bom-ref": "root", "type": "container", "name": "app:1", "version": "sha256:" + "a" * 64},
    },
    "components": [
        {"type": "operating-system", "name": "debian", "version": "12"},
        {
            "bom-ref": "one",
            "type": "library",
            "name": "libssl3",
            "version": "3.0.11-1",
            "purl": "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1",
            "cpe": "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*",
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "properties": [{"name": "aquasecurity:trivy:LayerDiffID", "value": "sha256:" + "b" * 64}],
        },
        {
            "bom-ref": "two",
            "type": "library",
            "name": "cryptography",
            "version": "42.0.0",
            "scope": "optional",
            "purl": "pkg:pypi/cryptography@42.0.0",
            "licenses": [{"expression": "Apache-2.0 OR BSD-3-Clause"}],
            "evidence": {"occurrences": [{"location": "usr/lib/python3/cryptography"}]},
        },
    ],
    "dependencies": [{"ref": "two", "dependsOn": ["one"]}, {"ref": "root", "dependsOn": ["two", "nowhere"]}],
}

CYCLONEDX_XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="urn:uuid:00000000-0000-0000-0000-000000000001">
  <metadata><timestamp>2026-01-01T00:00:00Z</timestamp>
    <tools><tool><name>tool</name><version>1</version></tool></tools>
    <component type="container" bom-ref="root"><name>app:1</name></component></metadata>
  <components>
    <component type="operating-system"><name>debian</name><version>12</version></component>
    <component type="library" bom-ref="one"><name>libssl3</name><version>3.0.11-1</version>
      <licenses><license><id>Apache-2.0</id></license></licenses>
      <cpe>cpe:/a:openssl:openssl:3.0.11</cpe>
      <purl>pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&amp;upstream=openssl%403.0.11-1</purl></component>
    <component type="library" bom-ref="two"><name>cryptography</name><version>42.0.0</version><scope>optional</scope>
      <licenses><expression>Apache-2.0 OR BSD-3-Clause</expression></licenses>
      <purl>pkg:pypi/cryptography@42.0.0</purl></component>
  </components>
  <dependencies><dependency ref="two"><dependency ref="one"/></dependency></dependencies>
</bom>"""

SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "app",
    "documentNamespace": "https://registry.example/app",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: tool-1"]},
    "packages": [
        {"SPDXID": "SPDXRef-root", "name": "app:1", "primaryPackagePurpose": "CONTAINER"},
        {
            "SPDXID": "SPDXRef-os",
            "name": "Debian GNU/Linux",
            "versionInfo": "12",
            "primaryPackagePurpose": "OPERATING-SYSTEM",
        },
        {
            "SPDXID": "one",
            "name": "libssl3",
            "versionInfo": "3.0.11-1",
            "licenseDeclared": "Apache-2.0",
            "sourceInfo": "acquired package info from DPKG DB: /var/lib/dpkg/status",
            "externalRefs": [
                {
                    "referenceCategory": "SECURITY",
                    "referenceType": "cpe23Type",
                    "referenceLocator": "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*",
                },
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&upstream=openssl%403.0.11-1",
                },
            ],
        },
        {
            "SPDXID": "two",
            "name": "cryptography",
            "versionInfo": "42.0.0",
            "licenseDeclared": "LicenseRef-1",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/cryptography@42.0.0"}],
        },
    ],
    "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "Apache-2.0 OR BSD-3-Clause"}],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-root",
        },
        {"spdxElementId": "one", "relationshipType": "DEPENDENCY_OF", "relatedSpdxElement": "two"},
        {"spdxElementId": "two", "relationshipType": "OPTIONAL_DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-root"},
    ],
}

SPDX_TAG_VALUE = b"""SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: app
Creator: Tool: tool-1
Created: 2026-01-01T00:00:00Z
# a comment
PackageName: Debian GNU/Linux
SPDXID: SPDXRef-os
PackageVersion: 12
PrimaryPackagePurpose: OPERATING-SYSTEM

PackageName: libssl3
SPDXID: one
PackageVersion: 3.0.11-1
PackageLicenseDeclared: Apache-2.0
PackageComment: <text>two
lines</text>
ExternalRef: SECURITY cpe23Type cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&upstream=openssl%403.0.11-1

FileName: ./a
SPDXID: SPDXRef-a

PackageName: cryptography
SPDXID: two
PackageVersion: 42.0.0
PackageLicenseDeclared: Apache-2.0 OR BSD-3-Clause
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/cryptography@42.0.0
Relationship: two DEPENDS_ON one
Relationship: two OPTIONAL_DEPENDENCY_OF SPDXRef-DOCUMENT
"""

SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"@id": "_:c", "type": "CreationInfo", "specVersion": "3.0.1", "created": "2026-01-01T00:00:00Z"},
        {"spdxId": "d", "type": "SpdxDocument", "name": "app", "rootElement": ["root"]},
        {"spdxId": "root", "type": "software_Package", "name": "app:1", "software_primaryPurpose": "container"},
        {
            "spdxId": "one",
            "type": "software_Package",
            "name": "libssl3",
            "software_packageVersion": "3.0.11-1",
            "software_packageUrl": "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1",
            "externalIdentifier": [
                {
                    "externalIdentifierType": "cpe23",
                    "identifier": "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*",
                }
            ],
        },
        {
            "spdxId": "two",
            "type": "software_Package",
            "name": "cryptography",
            "externalIdentifier": [
                {"externalIdentifierType": "packageUrl", "identifier": "pkg:pypi/cryptography@42.0.0"}
            ],
        },
        {
            "spdxId": "l",
            "type": "simplelicensing_LicenseExpression",
            "simplelicensing_licenseExpression": "Apache-2.0 OR BSD-3-Clause",
        },
        {"type": "Relationship", "from": "two", "to": ["l"], "relationshipType": "hasDeclaredLicense"},
        {
            "type": "Relationship",
            "from": "one",
            "to": ["https://spdx.org/licenses/Apache-2.0"],
            "relationshipType": "hasConcludedLicense",
        },
        {"type": "LifecycleScopedRelationship", "from": "two", "to": ["one"], "relationshipType": "dependsOn"},
    ],
}

SYFT = {
    "artifacts": [
        {
            "id": "one",
            "name": "libssl3",
            "version": "3.0.11-1",
            "type": "deb",
            "locations": [{"path": "/var/lib/dpkg/status", "layerID": "sha256:" + "b" * 64}],
            "licenses": [{"value": "Apache-2.0", "spdxExpression": "Apache-2.0"}],
            "cpes": [{"cpe": "cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*", "source": "syft-generated"}],
            "purl": "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64",
            "metadata": {"source": "openssl", "sourceVersion": "3.0.11-1", "architecture": "amd64"},
        },
        {
            "id": "two",
            "name": "cryptography",
            "version": "42.0.0",
            "type": "python",
            "licenses": ["Apache-2.0 OR BSD-3-Clause"],
            "purl": "pkg:pypi/cryptography@42.0.0",
        },
    ],
    "artifactRelationships": [{"parent": "one", "child": "two", "type": "dependency-of"}],
    "source": {
        "name": "app:1",
        "type": "image",
        "metadata": {"userInput": "app:1", "manifestDigest": "sha256:" + "a" * 64},
    },
    "distro": {"id": "debian", "versionID": "12", "idLike": []},
    "descriptor": {"name": "syft", "version": "1"},
    "schema": {"version": "16.0.0"},
}

STATEMENT = {
    "_type": "https://in-toto.io/Statement/v1",
    "predicateType": "https://cyclonedx.org/bom",
    "subject": [{"name": "app", "digest": {"sha256": "a" * 64}}],
    "predicate": CYCLONEDX,
}

ENVELOPE = {
    "payloadType": "application/vnd.in-toto+json",
    "payload": base64.b64encode(json.dumps(STATEMENT).encode()).decode(),
    "signatures": [],
}

DOCUMENTS = {
    "cyclonedx-json": json.dumps(CYCLONEDX).encode(),
    "cyclonedx-xml": CYCLONEDX_XML,
    "spdx-json": json.dumps(SPDX).encode(),
    "spdx-tag-value": SPDX_TAG_VALUE,
    "spdx3-json": json.dumps(SPDX3).encode(),
    "syft-json": json.dumps(SYFT).encode(),
}
