"""TODO geo.places."""
