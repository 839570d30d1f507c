"""Bundled tables: their schemas, and how they are checked, stored and loaded by name."""

from geo.tables.parquet import KEPT_ROWS, check, load, path_of, store

__all__ = ["KEPT_ROWS", "check", "load", "path_of", "store"]
