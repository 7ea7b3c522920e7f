"""ClamAV for tests: the real one with signatures of our own, and a small fake of the daemon."""
