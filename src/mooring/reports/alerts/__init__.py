"""SARIF in parts that the logs of scans and of verdicts share."""
