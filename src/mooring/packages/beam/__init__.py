"""FAMILY. What runs on the Erlang machine: Erlang, Elixir, Gleam."""
