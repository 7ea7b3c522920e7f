"""What feeds of rpm distributions share: products and channels, parallel fixes, documents of one vendor."""
