"""The client of the registry API; nothing here is a credential source."""
