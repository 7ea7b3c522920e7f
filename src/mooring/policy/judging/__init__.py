"""How one image is judged: rules, allowances, what decides."""
