"""From the bytes of a document to a bundle, with every problem at its path."""
