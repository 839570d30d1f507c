"""The bundle: what its folders and its record are called."""

from __future__ import annotations

NAME = "provenance.json"
"""The record of every bundled file: its hash, and what it was made from."""
FOLDERS = ("boundaries", "tables", "packs")
