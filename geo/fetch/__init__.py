"""TODO geo.fetch.run."""
