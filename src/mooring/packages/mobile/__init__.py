"""FAMILY. Dart and Flutter."""
