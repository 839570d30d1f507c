"""TODO geo.uploads.rows."""
