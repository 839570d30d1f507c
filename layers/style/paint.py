"""Which columns colour the areas in the browser, and how classes come of them."""

from __future__ import annotations

from typing import Any

from geo.registry import Indicator, indicator, steps_of


def paint_column(file: str, entry: Indicator) -> dict[str, Any]:
    """Return the paint of a column that holds its own classes.

    Parameters
    ----------
    file
        Name of its pack.
    entry
        What the column shows of each area.
    """
    return {
        "kind": "one",
        "columns": [file],
        "labels": [entry.label],
        "limits": [[]],
        "worse": ["low"],
    }


def paint_measures(
    kind: str, columns: dict[str, Any], limits: dict[str, list[int]], names: list[str] | None = None
) -> dict[str, Any]:
    """Return the paint of bundled columns.

    Parameters
    ----------
    kind
        How the browser makes classes: `one`, `both` or `disagree`.
    columns
        The packed columns of the level.
    limits
        Upper limits of the classes of each measure, in shown steps; none for the column's own.
    names
        The measures in their order; as in `limits` unless given.
    """
    names = names or list(limits)
    return {
        "kind": kind,
        "columns": [columns[name]["file"] for name in names],
        "labels": [indicator(name).label for name in names],
        "limits": [limits[name] for name in names],
        "worse": [indicator(name).worse for name in names],
    }


def steps(limits: tuple[float, ...], entry: Indicator) -> list[int]:
    """Return limits in the steps that a measure is shown in."""
    return [int(steps_of(limit, entry.step)) for limit in limits]
