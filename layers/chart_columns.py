"""What a kind of map names for a table made for chart tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.registry import Indicator


class ChartColumn(NamedTuple):
    """One column of a kind's table that its map shows."""

    name: str
    """Its name in the table."""
    heading: str = ""
    """What it is called, without its unit; empty for what the registry says."""
    like: Indicator | None = None
    """Measure that has its unit and decimals; None for those that the registry says."""
    why: str = ""
    """Why it has no interval, where no registry says it of its measure."""
    scale: float = 1.0
    """What its figures are multiplied by, where the map shows them in another unit."""
