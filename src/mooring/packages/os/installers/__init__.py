"""What installers beside the distribution's leave on disk: one module each, all read by `os/other_installer.py`."""
