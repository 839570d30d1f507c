"""Reach as a map: what is asked, measured states, tables, words and files."""
