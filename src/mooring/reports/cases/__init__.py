"""JUnit's XML in parts that the documents of scans and of verdicts share."""
