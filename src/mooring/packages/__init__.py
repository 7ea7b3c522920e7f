"""From files to packages: reader families by ecosystem, and `resolve`, which joins their facts."""
