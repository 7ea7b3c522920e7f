"""What the gate `dockerfile` asks of a Dockerfile."""
