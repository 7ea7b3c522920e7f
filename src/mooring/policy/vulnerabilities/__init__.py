"""What the gate about vulnerabilities is made of."""
