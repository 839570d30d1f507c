"""TODO geo.reach.measure."""
