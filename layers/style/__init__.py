"""Colours, classes to colours, and the one legend."""
