"""What an indicator is: what a number means, which way it runs, and where it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geo.registry.periods import Periods
from geo.registry.rounding import steps_of

Theme = Literal["Getting in", "Deprivation", "Getting on", "Adults and part-time", "Getting there"]


THEMES: tuple[Theme, ...] = (
    "Getting in",
    "Deprivation",
    "Getting on",
    "Adults and part-time",
    "Getting there",
)


Classing = Literal[
    "published quintiles",
    "published deciles",
    "deciles of ranks",
    "equal young people",
    "standard deviations",
    "chances",
    "points from 0",
]


@dataclass(frozen=True)
class Indicator:
    """One number that an area can have. Its `id` is its column in every joined table."""

    id: str
    label: str
    """What it is called in menus and titles."""
    meaning: str
    """What the number is, in plain words: the first thing a page says."""
    theme: Theme
    worse: Literal["low", "high"]
    """Which end is of concern: drawn darkest."""
    geographies: tuple[str, ...]
    """Levels at which it exists, the smallest first."""
    datasets: tuple[str, ...]
    period: str
    """Of whom and when, as it must stand in every title and file that shows it."""
    caveat: str
    """What the number cannot tell."""
    kind: Literal["rate", "score", "rank", "decile"] = "score"
    decimals: int = 1
    """Decimals shown; rates are shown as percentages."""
    prefix: str = ""
    """What stands before a figure; a plus stands before gains alone."""
    suffix: str = ""
    classing: Classing = "equal young people"
    class_labels: tuple[str, ...] = ()
    """Names of the classes where the publisher names them, the worst first."""
    nations: tuple[str, ...] = ("England",)
    missing_text: str = "Not published"
    """What an area of a covered nation without a value is called in the legend."""
    columns: tuple[str, ...] = field(default=())
    """Further columns that belong to it in a file."""
    periods: Periods | None = None
    """The years it is published for, where there are several; its column holds the latest."""

    @property
    def step(self) -> float:
        """Smallest difference that is shown, in the unit of the column."""
        return 10.0 ** -(self.decimals + (2 if self.kind == "rate" else 0))

    def text(self, value: float | None) -> str:
        """Write a value as a page does.

        Examples
        --------
        >>> from geo.registry import indicator
        >>> indicator("tundra_rate").text(0.3805)
        '38.1%'
        """
        if value is None or value != value:
            return self.missing_text
        shown = steps_of(float(value), self.step) * 10.0**-self.decimals
        prefix = "" if self.prefix == "+" and shown <= 0 else self.prefix
        return f"{prefix}{shown:,.{self.decimals}f}{self.suffix}"
