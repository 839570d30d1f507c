"""TODO layers.new_sites."""
