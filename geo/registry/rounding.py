"""Rounding for people: half goes up, wherever a figure is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating[Any]]

_SLACK = 1e-6
"""Of a step: 0.145 is 0.14499999999999999 in binary, and half of 0.29."""


@overload
def steps_of(value: float, step: float) -> float: ...
@overload
def steps_of(value: Floats, step: float) -> Floats: ...
def steps_of(value: float | Floats, step: float) -> float | Floats:
    """Return how many steps a figure is shown as: half a step goes up, away from zero.

    Python and numpy round a half to the even neighbour, so that 16.5 becomes 16 and 17.5 18.

    Parameters
    ----------
    value
        One figure or several; a missing one stays missing.
    step
        The smallest difference that is shown, in the unit of the figure.

    Examples
    --------
    >>> [steps_of(value, 1) for value in (16.5, 17.5, -0.5, 16.49)]
    [17.0, 18.0, -1.0, 16.0]
    >>> import numpy as np
    >>> steps_of(np.array([0.145, 0.1449, np.nan]), 0.01)
    array([15., 14., nan])
    """
    # Whoever only lists what there is need not wait for it.
    import numpy as np

    found = np.sign(value) * np.floor(np.abs(value) / step + 0.5 + _SLACK)
    return found if isinstance(value, np.ndarray) else float(found)


def percent_text(share: float, places: int = 0) -> str:
    """Write a share as a percentage, half rounded up.

    Examples
    --------
    >>> [percent_text(share) for share in (0.165, 0.145, 1)]
    ['17%', '15%', '100%']
    >>> percent_text(0.4216, 1), percent_text(0.5645, 1)
    ('42.2%', '56.5%')
    """
    steps = Decimal(int(steps_of(float(share), 10.0 ** -(places + 2))))
    return f"{steps.scaleb(-places):.{places}f}%"
