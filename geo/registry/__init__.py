"""TODO geo.registry."""
