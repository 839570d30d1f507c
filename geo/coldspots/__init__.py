"""TODO geo.coldspots.significance."""
