"""TODO geo.areas.join."""
