"""What compilers and build tools leave inside executables. Not a family: `executable.py` hands one parsed file to
all."""
