"""Measures against named peers: `make bench`. Ratios in one run, medians; never in a timed test."""
