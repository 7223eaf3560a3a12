"""Pages of the intake door."""
