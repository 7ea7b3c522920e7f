"""What the formats share where they show findings: counts, groups, words. Not a family: nothing here is a format."""
