"""Background work: an id in, the row loaded, safe to run twice."""
