"""What is masked in a file before it is kept: password hashes of accounts, and whatever the search for secrets knows."""

from mooring.content.options import ContentOptions
from mooring.content.retrieving.accounts import is_account_file, without_hashes


def masked(path: bytes, content: bytes, options: ContentOptions) -> tuple[bytes, int]:
    """The content without its secrets, and how many were masked."""
    from mooring.content.secrets.masking import mask  # Only where a file is kept: it reads the rules.

    count = 0
    if is_account_file(path):
        content, count = without_hashes(content)
    content, more = mask(content, options, path)
    return content, count + more


def masking_key(options: ContentOptions) -> str:
    """What in the options changes what is masked: part of the cache's key. Mooring's own rules are part of its fingerprint."""
    if not options.secret_rules:
        return ""
    from mooring.content.secrets.rule_set import rules_of

    return rules_of(options).digest
