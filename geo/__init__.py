"""Joining and analysis: registries, readers, boundaries, tables, statistics."""
