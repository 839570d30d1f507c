"""What joint draws of true rates say of each area: means, intervals, chances, fifths and ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Floats, Ints

INTERVAL = 0.9
"""Chance that a true rate lies in its interval, by the model."""
SUMMARY = 2
"""Goes up with every change of how draws are summarised: a bundled summary is then made anew."""
WRONG = 0.1
"""Share of the places listed that may be expected to be wrong, unless another is given."""
FIFTHS = tuple(f"prob_true_fifth_{fifth}" for fifth in range(1, 6))
"""Columns with the chance of being in each fifth of true rates, the lowest first."""


def draws_interval(
    draws: np.ndarray, *, held: float = INTERVAL, axis: int = 0
) -> tuple[Floats, Floats]:
    """Return the ends of the interval that holds a value, by draws of it.

    The ends are the draws at ranks p(n + 1), between two draws by proportion: of n draws and a
    value like them, so many intervals hold the value as they promise, however few draws there are.
    Ends at ranks p(n - 1) + 1, as is usual for samples, hold 94% instead of 95% with 200 draws.

    Parameters
    ----------
    draws
        Along `axis`.
    held
        The chance that the value lies between the ends.

    Returns
    -------
    low, high
        The ends; missing where a draw is.

    References
    ----------
    Hyndman, R. and Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician 50(4), definition 6.

    Examples
    --------
    >>> low, high = draws_interval(np.arange(1, 20))
    >>> float(low), float(high)
    (1.0, 19.0)
    """
    tail = (1 - held) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=axis, method="weibull")
    return low, high


def summarise(draws: Floats, cohort: Floats, areas: Ints, national: float) -> pd.DataFrame:
    """Summarise joint draws of the true rates of all units of a nation.

    Parameters
    ----------
    draws
        True rates, 0 to 1: shape (draws, units).
    cohort
        People of each unit: they weigh in fifths.
    areas
        Areas of today that each unit stands for: they take as many ranks.
    national
        The nation's published rate.

    Returns
    -------
    summary
        A row a unit, in order: `tundra_rate_modelled`, the posterior mean; its ends
        `tundra_rate_modelled_low` and `..._high`, which hold 90%; `prob_below_national`; the
        columns `FIFTHS`; and `rank_modelled_low` and `rank_modelled_high`, between which 90% of
        the ranks lie, 1 for the lowest true rate.

    Notes
    -----
    A fifth holds a fifth of the people, as the publisher's fifths do, but of *true* rates: in each
    draw all units are put in order, and a unit belongs to the fifth that its middle person is in.

    Examples
    --------
    >>> draws = np.array([[0.1, 0.5], [0.2, 0.6]])
    >>> made = summarise(draws, np.array([50.0, 50.0]), np.array([1, 1]), 0.4)
    >>> made["prob_below_national"].tolist(), made["rank_modelled_high"].tolist()
    ([1.0, 0.0], [1, 2])
    """
    low, high = draws_interval(draws)
    ranks = np.empty(draws.shape, np.int32)
    within = np.zeros((5, draws.shape[1]))
    units = np.arange(draws.shape[1])
    for row, drawn in zip(ranks, draws, strict=True):
        order = np.argsort(drawn, kind="stable")
        before = np.cumsum(areas[order])
        row[order] = before - areas[order] + 1
        people = np.cumsum(cohort[order])
        middle = (people - cohort[order] / 2) / people[-1]
        within[np.minimum((middle * 5).astype(np.intp), 4), units[order]] += 1
    # Between two ranks the interval reaches out to the farther; rounding must not make two of one.
    first, last = (ends.round(6) for ends in draws_interval(ranks))
    columns: dict[str, Floats | Ints] = {
        "tundra_rate_modelled": draws.mean(axis=0),
        "tundra_rate_modelled_low": low,
        "tundra_rate_modelled_high": high,
        "prob_below_national": (draws < national).mean(axis=0),
        **dict(zip(FIFTHS, within / len(draws), strict=True)),
        "rank_modelled_low": np.floor(first).astype(np.int64),
        "rank_modelled_high": np.ceil(last).astype(np.int64),
    }
    return pd.DataFrame(columns)


def summarise_gap(draws: Floats, expected: Floats) -> pd.DataFrame:
    """Summarise how far true rates lie from what circumstances lead one to expect.

    Parameters
    ----------
    draws, expected
        True rates and expected ones, draw by draw: shape (draws, units).

    Returns
    -------
    summary
        A row a unit: `tundra_gap_modelled` (mean difference), `tundra_gap_modelled_low` and
        `..._high`, which hold 90%, and `prob_below_expected`.

    Examples
    --------
    >>> made = summarise_gap(np.array([[0.2], [0.4]]), np.array([[0.3], [0.3]]))
    >>> made["prob_below_expected"].tolist()
    [0.5]
    """
    gap = draws - expected
    low, high = draws_interval(gap)
    return pd.DataFrame(
        {
            "tundra_gap_modelled": gap.mean(axis=0),
            "tundra_gap_modelled_low": low,
            "tundra_gap_modelled_high": high,
            "prob_below_expected": (gap < 0).mean(axis=0),
        }
    )


def likely(chance: pd.Series, expected_wrong: float) -> pd.Series:
    """Choose the areas most likely to have something, up to an expected share of wrong ones.

    The areas are taken from the likeliest down, as many as keep the mean chance of being wrong at
    or below what is allowed. Areas of one chance are in or out together.

    Parameters
    ----------
    chance
        Posterior chance of each area, 0 to 1; missing ones are not chosen.
    expected_wrong
        Share of the chosen that may be expected to be wrong, such as 0.1.

    Returns
    -------
    chosen
        Flags on the same index.

    References
    ----------
    Müller, P., Parmigiani, G. and Rice, K. (2006). FDR and Bayesian multiple comparisons rules.
    Johns Hopkins University, Department of Biostatistics Working Papers 115.

    Examples
    --------
    >>> likely(pd.Series([0.99, 0.85, 0.6, None]), 0.1).tolist()
    [True, True, False, False]
    """
    known = chance.dropna().astype("float64")
    levels, counts = np.unique(1 - known.to_numpy(), return_counts=True)
    mean_wrong = np.cumsum(levels * counts) / np.cumsum(counts)
    # Rounding must not decide at the limit itself.
    allowed = levels[mean_wrong <= expected_wrong + 1e-12]
    if not len(allowed):
        return pd.Series(False, index=chance.index)
    return (1 - chance.astype("float64")).le(allowed[-1]).fillna(False).astype(bool)
