"""TODO geo.travel."""
