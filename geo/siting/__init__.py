"""TODO geo.siting.question."""
