"""Ready-made databases: from one machine to another, or from a server."""
