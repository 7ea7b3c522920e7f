"""FAMILY. What builds and runs software: workflows, container images that files refer to, Terraform, tool versions."""
