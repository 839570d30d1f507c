"""Sentences and the traces that hold each of their figures."""
