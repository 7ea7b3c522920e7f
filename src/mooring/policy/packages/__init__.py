"""What the gates about packages and their registries are made of."""
