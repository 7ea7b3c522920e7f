"""FAMILY. Haskell, OCaml and SWI-Prolog."""
