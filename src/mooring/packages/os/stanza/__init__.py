"""Stanzas of dpkg, distroless images and opkg as facts."""
