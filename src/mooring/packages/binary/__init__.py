"""FAMILY. Executables that say what they are made of."""
