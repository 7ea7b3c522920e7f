"""What is done with verdicts: they are explained, compared, tested, and written as Anchore writes them."""
