"""Packages named by address."""

import pytest

from mooring.packages.javascript.manifests.addresses import packages_in


@pytest.mark.parametrize(
    ("address", "kind", "name", "version"),
    [
        ("npm:cowsay@1.6.0", "npm", "cowsay", "1.6.0"),
        ("npm:/@acme/paint@1.2.3/sub", "npm", "@acme/paint", "1.2.3"),
        ("jsr:@luca/cases@1.0.0", "jsr", "@luca/cases", "1.0.0"),
        ("https://jsr.io/@std/path/1.0.8/mod.ts", "", "", ""),
        ("https://esm.sh/canvas-confetti@1.6.0", "npm", "canvas-confetti", "1.6.0"),
        ("https://unpkg.com/lodash-es@4.17.21/lodash.js", "npm", "lodash-es", "4.17.21"),
        ("https://cdn.jsdelivr.net/npm/vue@3.4.0/dist/vue.js", "npm", "vue", "3.4.0"),
        ("https://deno.land/std@0.190.0/path/mod.ts", "generic", "std", "0.190.0"),
        ("https://esm.sh/canvas-confetti", "", "", ""),
        ("npm:brush@^2.0.0", "", "", ""),
        ("npm:brush@next", "", "", ""),
    ],
)
def test_an_address_names_a_package_if_it_has_a_version(address, kind, name, version):
    found = packages_in(f'import x from "{address}";', "app/main.ts")

    full = [(f"{item.namespace}/{item.name}" if item.namespace else item.name) for item in found]
    assert [(item.type, label, item.version) for item, label in zip(found, full, strict=True)] == (
        [(kind, name, version)] if kind else []
    )
