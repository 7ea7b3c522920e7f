"""Scans of the world of `advisories`, and what they found."""

import json

from journeys.advisories import (
    AT_THE_TIME,
    CONDA,
    FIXED_BELOW,
    IN_LANGUAGE,
    WITHOUT_FIX,
)
from journeys.running import inside

ZLIB = {"opt/conda/conda-meta/zlib-1.2.13-h1.json": CONDA}


def run(folder, *arguments, extra=AT_THE_TIME, **given):
    """`mooring ARGUMENT …` when the advisories were new."""
    return inside(*arguments, folder=folder, extra=extra, **given)


def scanned(folder, *arguments, image="app.tar", extra=AT_THE_TIME):
    return run(folder, "scan", image, "-q", *arguments, extra=extra)


def document(folder, *arguments, **given):
    ended = scanned(folder, "-o", "json", *arguments, **given)
    return json.loads(ended.out)


def findings(report):
    """Flaw, package and path of each match, and whether it counts, by its id."""
    packages = {package["id"]: package for package in report["inventory"]["packages"]}
    return {
        match["id"]: (
            match["vulnerability"]["id"],
            packages[match["package"]]["name"].lower(),
            match["risk"],
            match["severity"],
            not match.get("suppressions"),
        )
        for match in report["findings"]["matches"]
    }


def counted(report):
    return sorted((flaw, name) for flaw, name, _, _, counts in findings(report).values() if counts)


def assessments(report):
    return {one["subject"]: (one["state"], one.get("reason", "")) for one in report["findings"]["assessments"]}


EVERYTHING = [
    (FIXED_BELOW, "libssl3"),
    (FIXED_BELOW, "openssl"),
    (WITHOUT_FIX, "libssl3"),
    (WITHOUT_FIX, "openssl"),
    (IN_LANGUAGE, "left-pad"),
]
