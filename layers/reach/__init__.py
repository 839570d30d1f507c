"""TODO layers.reach."""
