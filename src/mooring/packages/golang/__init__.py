"""FAMILY. Go modules in source form; Go programs are read by the binary family."""
