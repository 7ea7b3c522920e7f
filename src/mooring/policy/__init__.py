"""Policy: bundles, gates, verdicts. It judges stored evidence and reads nothing else."""
