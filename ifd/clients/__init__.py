"""One file an outside service."""
