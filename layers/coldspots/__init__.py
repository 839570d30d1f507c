"""TODO layers.coldspots."""
