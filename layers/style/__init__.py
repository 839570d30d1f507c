"""TODO layers.style.palette."""
