"""Words for the screen, made from results."""
