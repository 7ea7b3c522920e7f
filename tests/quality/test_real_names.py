"""Shared cases whose files have other names than in a real image, read under the real ones.

One path for a whole format, as in the tables, does not do where a format's cases hold several kinds of file.
"""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.javascript import deno_source, package_json, package_lock
from mooring.packages.language import pear
from quality.cases import Case, cases, missing

CASES = {case.id: case for case in cases()}
PACKAGE_JSON = "javascript/syft/syft/pkg/cataloger/javascript/testdata/pkg-json/package-"
LOCK = "javascript/syft/syft/pkg/cataloger/javascript/testdata/pkg-lock/"
NAMES = ("all-author-fields", "authors-string", "both-author-and-authors", "contributors-string", "maintainers")
NAMES = (*NAMES, "no-license", "private", "repo-string")
DENO = "denotssource/osv-scalibr/extractor/filesystem/language/javascript/denotssource/testdata/importSpecifiers.tstest"
ROWS = [
    *(
        (f"{PACKAGE_JSON}{name}.json#TestParsePackageJSON", package_json, "a/node_modules/x/package.json")
        for name in NAMES
    ),
    (
        f"{LOCK}nested-package-lock-1.json#TestParsePackageLockV1NestedDependencies",
        package_lock,
        "app/package-lock.json",
    ),
    ("php/syft/syft/pkg/cataloger/php/testdata/memcached-v5-format.reg#v5 format", pear, "usr/php/.registry/x.reg"),
    (f"{DENO}#TypeScript file contains direct package imports", deno_source, "app/main.ts"),
]


@pytest.mark.skipif(not CASES, reason="the shared inputs are not beside the project")
@pytest.mark.parametrize(("case_id", "module", "path"), ROWS, ids=lambda value: str(value)[-60:])
def test_a_case_is_found_under_the_path_that_its_file_has_in_an_image(case_id, module, path):
    case: Case = CASES[case_id]
    content = next(iter(case.files.values()))

    facts = list(module.READER.read(LayerFile(path=path, content=content)))

    assert module.READER.wants(path)
    assert [row for row in missing(case, facts) if row[0] != "luca/cases"] == []
