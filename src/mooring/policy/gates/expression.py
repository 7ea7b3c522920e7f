"""Gate `expression`: house rules in one line of CEL, the Common Expression Language. All of it is ours.

The rule fires where the expression is *true*: it describes what must not be. `for_each` evaluates it for each package, vulnerability,
file, secret or licence, which is then called `item`; without it the expression is evaluated once. What it may name stands in
`docs/policy.md`. `matches` takes RE2 and finds its expression anywhere in the text.

An expression that fails, that is neither true nor false, that takes more than three seconds or two gigabytes, or that cannot be evaluated
because the engine is not installed makes the rule fail; it never passes. It has at most 4,000 characters and three macros in one another.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.evidence import Evidence
from mooring.policy.expressions.context import COLLECTIONS, FIELDS, NEEDS, Value, items_of, single_of
from mooring.policy.expressions.evaluate import engine, evaluate
from mooring.policy.expressions.program import FAILED, TRUE, ExpressionError
from mooring.policy.expressions.tokens import Expression
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import INTEGER, STRING, BadParameter, Parameter, ParameterKind, one_of

_COLLECTION_OF = {
    "image": "", "package": "packages", "vulnerability": "vulnerabilities", "file": "files", "secret": "secrets", "license": "licenses",
}  # fmt: skip
_KEYS: Mapping[str, tuple[str, ...]] = {
    "packages": ("name", "path"),
    "vulnerabilities": ("id", "package_name", "package_path"),
    "files": ("path",),
    "secrets": ("rule", "place"),
    "licenses": ("package_name", "declared"),
}
"""What an item is told from the others by, in the trigger id and in messages: the same from build to build."""
_SUBJECT = {
    "packages": "id",
    "vulnerabilities": "package_id",
    "files": "path",
    "secrets": "place",
    "licenses": "package_id",
}
_PLACE = re.compile(r"\{([a-z_0-9]{1,40})\}")


def _expression(text: str) -> str:
    """The text, where it is within the bounds and (if the engine is there) an expression. Raises BadParameter."""
    expression = Expression(text)
    loaded = engine()
    if loaded is not None:
        try:
            loaded.compile(expression.with_own_matches())
        except ExpressionError as error:
            raise BadParameter(f"is {text[:100]!r}, which is not an expression of CEL: {error}") from None
    return text


CEL = ParameterKind(
    name="expression",
    parse=_expression,
    description="An expression in CEL that is true or false",
    schema={"type": "string"},
)


class Cel(Trigger, frozen=True, kw_only=True):
    """Fires where an expression is true."""

    NAME = "cel"
    DESCRIPTION = (
        "Fires where the expression is true: it describes what must not be. With for_each it is evaluated for each package, vulnerability, "
        "file, secret or licence, which it calls item."
    )

    expression: Annotated[
        str,
        Parameter(
            kind=CEL,
            help="An expression over image, distro, base, packages, vulnerabilities, files, secrets, licenses, problems, now and item.",
            example='item.type == "npm" && item.name.startsWith("@internal/") && !item.is_installed',
        ),
    ]
    for_each: Annotated[
        str,
        Parameter(
            kind=one_of(*_COLLECTION_OF),
            help="What the expression is evaluated for. Left out: the image, once.",
            example="package",
        ),
    ] = "image"
    min_count: Annotated[
        int,
        Parameter(
            kind=INTEGER, help="With for_each: fires only if it is true for at least so many items.", example="10"
        ),
    ] = 1
    message: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="What the finding says; {name} stands for a field of the item (of the image, without for_each).",
            example="{name} {version} is a package of ours from elsewhere",
        ),
    ] = ""

    def __post_init__(self) -> None:
        """Refuse an item that nothing gives, and a message that names what there is not. Raises BadParameter."""
        self._require_item()
        known = FIELDS[_COLLECTION_OF[self.for_each] or "image"]
        for name in _PLACE.findall(self.message):
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"did you mean {{{near[0]}}}?" if near else ""
                raise BadParameter(f"has the message {self.message[:100]!r}: there is no field {name!r}", hint=hint)

    def _require_item(self) -> None:
        if _COLLECTION_OF[self.for_each]:
            return
        expression = Expression(self.expression)
        if expression.uses_of("item") and all(macro.variable != "item" for macro in expression.macros):
            raise BadParameter(
                "has an expression about 'item', which there is only with 'for_each'",
                hint="write for_each: package, or another kind of item",
            )

    def needs(self) -> Iterable[Need]:
        """What the variables that the expression names rest on."""
        expression = Expression(self.expression)
        named = {name for name in COLLECTIONS if expression.uses_of(name)} | {_COLLECTION_OF[self.for_each]}
        wanted = [NEEDS[name] for name in COLLECTIONS if name in named and name in NEEDS]
        return (*wanted, Need.FILE_DIGESTS) if "files" in named and "sha256" in self.expression else tuple(wanted)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each item that it is true for, in the order of the report; then RuleError where it failed for any."""
        collection = _COLLECTION_OF[self.for_each]
        outcome = evaluate(Expression(self.expression), evidence, collection)
        count = outcome.signs.count(TRUE)
        if count and (count >= self.min_count or not collection):
            if collection:
                keys = {*_KEYS[collection], _SUBJECT[collection], *_PLACE.findall(self.message), "match_id"}
                items = items_of(evidence, collection, frozenset(keys))
                hits = (item for item, sign in zip(items, outcome.signs, strict=True) if sign == TRUE)
                yield from (self._fired(collection, item) for item in hits)
            else:
                yield self._fired("image", _image(evidence, frozenset(_PLACE.findall(self.message))))
        failed = outcome.signs.count(FAILED)
        if failed:
            where = f" for {failed} of {len(outcome.signs)}" if collection else ""
            raise RuleError(f"the expression cannot be evaluated{where}: {outcome.error}")

    def _fired(self, collection: str, item: Mapping[str, Value]) -> Fired:
        keys = tuple(str(item[name]) for name in _KEYS.get(collection, ()) if item[name])
        label = f" for {' '.join(keys[:2])}" if keys else ""
        message = _PLACE.sub(lambda found: str(item.get(found[1], "")), self.message)
        digest = hashlib.sha256(self.expression.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        subject = str(item[_SUBJECT[collection]]) if collection in _SUBJECT else ""
        return Fired(
            message=message or f"{self.expression} is true{label}",
            trigger_id="+".join((digest, *keys)),
            subject="" if collection == "secrets" and not subject.startswith("/") else subject,
            vulnerability=str(item["id"]) if collection == "vulnerabilities" else "",
            match_id=str(item.get("match_id", "")),
        )


def _image(evidence: Evidence, fields: frozenset[str]) -> Mapping[str, Value]:
    found = single_of(evidence, "image", fields)
    return found if isinstance(found, dict) else {}


GATE = Gate(
    name="expression",
    description="House rules written as expressions in CEL",
    triggers=(Cel,),
)
