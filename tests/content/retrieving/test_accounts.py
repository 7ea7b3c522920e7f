"""No password hash stays in a file of accounts, and what is none stays."""

import pytest

from mooring.content.retrieving.accounts import is_account_file, without_hashes


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("root:x:0:0:root:/root:/bin/sh", "root:x:0:0:root:/root:/bin/sh"),
        ("root:*:19000:0:99999:7:::", "root:*:19000:0:99999:7:::"),
        ("root:!!:19000::::::", "root:!!:19000::::::"),
        ("root::0:0::/:/bin/sh", "root::0:0::/:/bin/sh"),
        ("root:$y$j9T$abc$def:19000::::::", "root:…:19000::::::"),
        ("root:!$6$abc$def:19000::::::", "root:!…:19000::::::"),
        ("old:aaJk3Ez9Uq1Xw:1:1::/:/bin/sh", "old:…:1:1::/:/bin/sh"),
        ("app:1000:3:$5$a$b,$5$c$d", "app:…:3:…"),
        ("no fields", "no fields"),
        ("", ""),
    ],
)
def test_hashes_go_and_marks_stay(line, kept):
    content, count = without_hashes(line.encode())

    assert (content.decode(), count) == (kept, kept.count("…"))


def test_bytes_that_are_no_text_are_no_error():
    assert without_hashes(b"\xff:\xfe:\n\0") == (b"\xff:\xe2\x80\xa6:\n\0", 1)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (b"etc/shadow", True),
        (b"etc/shadow-", True),
        (b"etc/passwd", True),
        (b"etc/security/opasswd", True),
        (b"mnt/root/etc/gshadow", True),
        (b"etc/pam.d/passwd", True),
        (b"usr/bin/passwd", False),
        (b"etc/hosts", False),
        (b"shadow", False),
    ],
)
def test_the_files_of_accounts_are_those_below_etc(path, is_one):
    assert is_account_file(path) is is_one
