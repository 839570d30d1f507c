"""Profiles of a place, a zone or a partnership: page, PDF, index, many at once."""
