"""Damaged files of every kind that the JavaScript readers read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.packages.javascript import (
    bun_lock,
    deno_lock,
    deno_source,
    package_json,
    package_lock,
    pnpm_lock,
    vscode_extensions,
    vsix,
    yarn_cache,
    yarn_lock,
)
from packages.javascript import samples
from packages.javascript.reading import check_hostile, damaged

FILES = {
    "package.json": (package_json, "app/node_modules/x/package.json", samples.PACKAGE_JSON),
    "package-lock.json": (package_lock, "app/package-lock.json", samples.PACKAGE_LOCK),
    "yarn.lock of Yarn 1": (yarn_lock, "app/yarn.lock", samples.YARN_1),
    "yarn.lock of berry": (yarn_lock, "app/yarn.lock", samples.YARN_BERRY),
    "pnpm-lock.yaml 5": (pnpm_lock, "app/pnpm-lock.yaml", samples.PNPM_5),
    "pnpm-lock.yaml 9": (pnpm_lock, "app/pnpm-lock.yaml", samples.PNPM_9),
    "bun.lock": (bun_lock, "app/bun.lock", samples.BUN),
    "deno.lock": (deno_lock, "app/deno.lock", samples.DENO_5),
    "source for Deno": (deno_source, "app/main.ts", samples.DENO_SOURCE),
    "extensions.json": (vscode_extensions, "home/.vscode/extensions/extensions.json", samples.EXTENSIONS),
    "vsix": (vsix, "home/acme.vsix", samples.VSIX),
    "archive of Yarn": (yarn_cache, "app/.yarn/cache/paint.zip", samples.YARN_CACHE),
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(choice=st.data())
def test_damage_raises_read_error_and_nothing_else(name, choice):
    module, path, sample = FILES[name]

    check_hostile(module.READER, path, choice.draw(damaged(sample)))


@pytest.mark.parametrize("name", FILES)
def test_deep_nesting_raises_read_error_and_nothing_else(name):
    module, path, _ = FILES[name]
    key = {"package.json": '{"dependencies":', "package-lock.json": '{"dependencies":{"a":'}.get(name, '{"packages":')

    check_hostile(module.READER, path, b"[" * 100_000)
    check_hostile(module.READER, path, key.encode() * 50_000)


@pytest.mark.parametrize("name", FILES)
def test_the_claim_accepts_the_path_and_the_sample_gives_a_package(name):
    module, path, sample = FILES[name]

    assert module.READER.wants(path)
    assert list(module.READER.read(module.LayerFile(path=path, content=sample)))
