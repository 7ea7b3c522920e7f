"""Gentoo Linux Security Advisories: documents and the arithmetic of their ranges."""
