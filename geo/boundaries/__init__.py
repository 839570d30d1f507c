"""TODO geo.boundaries.outlines."""
