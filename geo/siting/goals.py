"""What makes a choice of new sites good: the goals, as addresses, pages, options and Python say."""

from __future__ import annotations

from typing import Literal

Goal = Literal["coverage", "cover", "median"]

GOALS: dict[str, str] = {
    "coverage": "most people in range",
    "cover": "fewest sites for a share of people",
    "median": "people nearest to a site",
}
"""Goals, and what each looks for."""
