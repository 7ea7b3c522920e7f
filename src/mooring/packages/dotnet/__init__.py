"""FAMILY. .NET: dependency files, lock files and assemblies."""
