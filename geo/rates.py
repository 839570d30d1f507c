"""How sure a rate is: the Wilson interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from geo.errors import BadInputError
from geo.settings import CONFIDENCE_LEVEL


def wilson_interval(
    rate: pd.Series, cohort: pd.Series, level: float = CONFIDENCE_LEVEL
) -> pd.DataFrame:
    """Give the Wilson score interval of published rates.

    The rate and the cohort are used as they stand, rounded as the publisher rounds them: no
    numerator is made, because the two roundings together would often give away the exact count.

    Parameters
    ----------
    rate
        Proportions, 0 to 1.
    cohort
        People, above 0, on the same index.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    interval
        `low` and `high`, 0 to 1, on the same index; missing where rate or cohort is.

    Raises
    ------
    BadInputError
        If the level is not between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> wilson_interval(pd.Series([0.5]), pd.Series([100])).round(4).to_dict("records")
    [{'low': 0.4038, 'high': 0.5962}]
    """
    if not 0 < level < 1:
        raise BadInputError(f"level is {level}; give a number between 0 and 1, such as 0.95.")
    z = float(ndtri(0.5 + level / 2))
    n = cohort.astype("float64").where(cohort > 0)
    middle = (rate + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2))
    return pd.DataFrame({"low": (middle - half).clip(0, 1), "high": (middle + half).clip(0, 1)})
