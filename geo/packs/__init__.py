"""TODO geo.packs."""
