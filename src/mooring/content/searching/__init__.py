"""Helpers of the content search: expressions, all looked for at once, and the lines of a text."""
