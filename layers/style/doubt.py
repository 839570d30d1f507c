"""What a legend says of each class: how many of its areas may belong to another."""

from __future__ import annotations

from geo.areas import Classes
from geo.compare import interval_width, measured_rates, why_no_interval
from geo.registry import percent_text
from layers.kinds import kind_of
from layers.view import MapView

_BY_MODEL = (
    "Unsure: how many of these areas may belong to another class, luck allowed for (the expected "
    "share, by the spatial model's joint draws)."
)
_BY_INTERVAL = (
    "Unsure: how many of these areas have a {width} interval that reaches into another class."
)
_NOT_KNOWN = "How many areas may belong to another class is not known: {why}."


def doubt_of(view: MapView, classes: Classes) -> tuple[str, dict[int, str]]:
    """Return what a legend says of how sure the classes of a view are.

    Returns
    -------
    words, shares
        What the shares are, or why there are none, or nothing of what is no rate of people; and
        the share of each class in words, by its code.
    """
    kind = kind_of(view)
    entry = kind.measure(view)
    if entry is None or not measured_rates([entry.id]):
        return "", {}
    found = kind.reliability(view, classes)
    if found is None:
        # Where the place has no figure at all, the legend says so already.
        some = any(row["areas"] for row in kind.rows(view, classes)[: len(classes.classes)])
        return (_NOT_KNOWN.format(why=why_no_interval(entry)) if some else ""), {}
    words = _BY_MODEL if found.basis == "model" else _BY_INTERVAL
    texts = {code: share_text(share) for code, share in found.shares.items()}
    return words.format(width=interval_width(entry)), texts


def share_text(share: float) -> str:
    """Write a share such that neither a few nor nearly all become none or all.

    Examples
    --------
    >>> [share_text(share) for share in (0.0, 0.004, 0.284, 0.997, 1.0)]
    ['0%', '<1%', '28%', '>99%', '100%']
    """
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else percent_text(share)
