"""Who says that a match does not count: exceptions and VEX."""
