"""Who an image runs as."""

import pytest

from mooring.policy.dockerfile.users import account_of


@pytest.mark.parametrize(
    ("user", "account"),
    [
        ("root", "root"),
        ("0", "root"),
        ("0:0", "root"),
        ("00", "root"),
        ("root:root", "root"),
        ("app:0", "app"),
        ("10", "10"),
        ("", ""),
    ],
)
def test_the_account_of_a_user(user, account):
    assert account_of(user) == account
