"""Records as the package vunnel normalises them, by kind."""
