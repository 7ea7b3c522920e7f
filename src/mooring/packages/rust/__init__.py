"""FAMILY. Rust crates in source form; programs built with cargo-auditable are read by the binary family."""
