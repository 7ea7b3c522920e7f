"""What everything may import: errors, limits, configuration, clock, HTTP. A closed list."""
