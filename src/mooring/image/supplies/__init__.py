"""Where signatures and attestations of an image lie, and how they are packed."""
