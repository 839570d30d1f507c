"""TODO layers.words."""
