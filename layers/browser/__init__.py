"""TODO layers.browser."""
