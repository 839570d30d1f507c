"""Participation and deprivation on one map: thirds of both, or where the two disagree."""
