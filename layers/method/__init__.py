"""TODO layers.method.method."""
