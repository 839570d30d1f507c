"""Types of arrays that figures, codes and answers to a question are held in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
"""Figures; NaN where there is none."""
Ints = npt.NDArray[np.int64]
"""Positions and counts."""
Flags = npt.NDArray[np.bool_]
"""Whether something holds of each."""
