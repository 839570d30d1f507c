"""Verbs of the terminal that have many options, one file each."""
