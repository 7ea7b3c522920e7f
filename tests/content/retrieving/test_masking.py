"""What is kept holds no secret that Mooring knows."""

from mooring.content.options import ContentOptions
from mooring.content.retrieving.masking import masked


def test_password_hashes_go_from_files_of_accounts_only():
    content = b"a:$6$s$h:1\n"

    assert masked(b"etc/shadow", content, ContentOptions()) == ("a:…:1\n".encode(), 1)
    assert masked(b"opt/notes", content, ContentOptions()) == (content, 0)
