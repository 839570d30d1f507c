"""TODO layers.profiles."""
