"""What the VEX formats share: findings as statements, and how a document names what it is about."""
