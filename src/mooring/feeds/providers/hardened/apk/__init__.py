"""What the feeds of apk distributions without releases share."""
