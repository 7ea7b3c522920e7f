"""FAMILY: kinds of content. Every module offers one `KIND`."""
