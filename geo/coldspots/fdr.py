"""Which of many tests are discoveries, when the share of false ones among them is held down."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInputError


def adjusted(p: Floats, *, dependent: bool = False) -> Floats:
    """Turn chances into the smallest rate of false discoveries at which each is one.

    Parameters
    ----------
    p
        Chances under the null hypothesis, one a test: shape (tests,); NaN was not tested.
    dependent
        Whether any dependence between tests is allowed for (Benjamini and Yekutieli), else that
        of tests which do not speak against each other (Benjamini and Hochberg).

    Returns
    -------
    adjusted
        0 to 1; NaN where not tested. A test is a discovery at rate q where this is at most q.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57, 289-300.
    Benjamini, Y. and Yekutieli, D. (2001). The control of the false discovery rate in multiple
    testing under dependency. Annals of Statistics 29, 1165-1188.

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    tested = np.flatnonzero(~np.isnan(p))
    tests = len(tested)
    order = tested[np.argsort(p[tested], kind="stable")]
    factor = float((1 / np.arange(1, tests + 1)).sum()) if dependent else 1.0
    scaled = p[order] * (tests * factor) / np.arange(1, tests + 1)
    found = np.full(len(p), np.nan)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return found


def check_rate(q: float) -> None:
    """Refuse a rate of false discoveries that is none.

    Raises
    ------
    BadInputError
        If it is not between 0 and 1.
    """
    if not 0 < q < 1:
        raise BadInputError(
            f"q is {q}; give the share of false discoveries to allow, between 0 and 1, such as "
            "0.05."
        )
