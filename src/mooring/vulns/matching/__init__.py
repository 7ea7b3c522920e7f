"""The parts of matching: what to look up, what a statement means for a package, who is believed, what is known about a flaw."""
