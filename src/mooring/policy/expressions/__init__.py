"""Expressions in CEL (the Common Expression Language): what they may say, what they see, where they are evaluated."""
