"""What gates know of content facts: what was asked for, kept files, users, secrets, surfaces."""
