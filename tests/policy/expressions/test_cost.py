"""Only expressions whose time is bounded by their length times the number of items are evaluated in this process."""

import pytest

from mooring.policy.expressions.cost import is_linear
from mooring.policy.expressions.tokens import Expression


@pytest.mark.parametrize(
    "text",
    [
        "item.name == 'x' && image.user == ''",
        "item.name.matches('^a+$') || item.version.startsWith('1')",
        "timestamp(now) - timestamp(item.published) > duration('720h')",
        "'x' in item.licenses",
    ],
)
def test_plain_comparisons_of_an_item_are_quick(text):
    assert is_linear(Expression(text), has_items=True)


@pytest.mark.parametrize(
    "text",
    [
        "packages.exists(p, p.name == 'x')",
        "packages.exists_one(p, p.name.matches('x') && p.type == now)",
        "size(packages) > 3 && files.size() > 2",
        "image.labels.size() == 0",
    ],
)
def test_one_loop_over_one_collection_is_quick(text):
    assert is_linear(Expression(text), has_items=False)


@pytest.mark.parametrize(
    "text",
    [
        "packages.filter(p, p.name == 'x').size() > 1",
        "packages.map(p, p)[0] == 1",
        "packages.all(p, packages.all(q, p != q))",
        "packages.all(p, size(packages) > 1)",
        "packages.all(p, image.labels.x == p.name)",
        "packages.all(p, files.size() > 1)",
        "packages.all(p, [1,2].all(q, q > 1))",
        "packages.exists(packages, packages.name == 'x')",
        "packages.exists(image, image.name == 'x')",
        "[1, 2, 3].all(x, x > 0)",
        "image.name.matches('a' + 'b')",
        "matches(image.name, 'a')",
        "packages == files && files == packages",
        "packages.exists(p, r'\\' == p.name || packages.all(q, q == p) || '' == '')",
        "image.name.reverse() == ''",
        "item.name.`all`(a, b)",
    ],
)
def test_everything_else_is_not(text):
    assert not is_linear(Expression(text), has_items=False)


def test_a_collection_is_not_copied_for_each_item():
    assert not is_linear(Expression("item.name == 'x' && size(packages) > 1"), has_items=True)
    assert not is_linear(Expression("item.licenses.exists(l, l == 'MIT')"), has_items=True)
