"""TODO geo.counting."""
