"""TODO layers.pictures."""
