"""Areas as equal hexagons: fill a place with them, load the cartogram, and name them."""

from layers.pictures.hexagons.cartogram import cartogram_of, groups_of, has_cartogram
from layers.pictures.hexagons.fill import hexagons
from layers.pictures.hexagons.names import (
    NONE,
    HexNames,
    draw_group_names,
    draw_hex_names,
    hexagon_lines,
    hexagon_words,
    names_in,
)

__all__ = [
    "NONE",
    "HexNames",
    "cartogram_of",
    "draw_group_names",
    "draw_hex_names",
    "groups_of",
    "has_cartogram",
    "hexagon_lines",
    "hexagon_words",
    "hexagons",
    "names_in",
]
