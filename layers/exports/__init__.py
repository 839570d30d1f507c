"""TODO layers.exports."""
