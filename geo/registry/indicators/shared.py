"""Levels, names of classes and makers that indicators of several nations share."""

from __future__ import annotations

from collections.abc import Callable

from geo.registry.indicators.model import Indicator

SMALL_TO_LARGE = (
    *("lsoa21", "msoa21", "ward24", "lad24", "pcon24", "utla23"),
    *("cauth25", "lsip23", "region", "nation"),
)


QUINTILES = (
    "Lowest fifth",
    "Second lowest fifth",
    "Middle fifth",
    "Second highest fifth",
    "Highest fifth",
)


DECILES = (
    "Most deprived fifth (deciles 1, 2)",
    "Deciles 3, 4",
    "Deciles 5, 6",
    "Deciles 7, 8",
    "Least deprived fifth (deciles 9, 10)",
)


def in_order(plural: str) -> str:
    """Return what an index of one nation cannot tell of areas so called."""
    return (
        f"An index ranks {plural}; it does not say how much more deprived one is than "
        "another, and it cannot be compared with those of other nations."
    )


def rank_deciles(
    nation: str, level: str, plural: str, source: str, period: str
) -> Callable[..., Indicator]:
    """Return what makes the tenths of an index of one nation, of which ranks are published."""
    order = in_order(plural)

    def make(name: str, label: str, meaning: str, *, rank: str = "", caveat: str = "") -> Indicator:
        return Indicator(
            f"{name}_decile",
            label,
            meaning,
            "Deprivation",
            "low",
            (level,),
            (source,),
            period,
            f"Tenths are made here of the published ranks. {caveat}{order}",
            kind="decile",
            decimals=0,
            prefix="decile ",
            classing="deciles of ranks",
            class_labels=DECILES,
            nations=(nation,),
            columns=(rank or f"{name}_rank",),
        )

    return make
