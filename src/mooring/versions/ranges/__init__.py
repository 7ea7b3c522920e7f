"""What constraints are made of: sets of intervals, and what the operators of the ecosystems mean."""
