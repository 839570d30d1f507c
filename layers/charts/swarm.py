"""Dots of several sizes along a line, as near to it as they can be, none on another."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats

_SLACK = 1e-6


def swarm(x: Floats, radius: Floats, apart: float = 0.5) -> Floats:
    """Return how far from the line each dot stands, so that no two overlap.

    The largest dots are placed first, each at the point nearest the line that is free; a tie goes
    above. The same dots give the same swarm.

    Parameters
    ----------
    x
        Where each dot stands along the line, shape `(dots,)`; it is never moved.
    radius
        Of each, in the same unit, above 0.
    apart
        Least distance between the rims of two.

    Returns
    -------
    y
        Distance of each from the line, shape `(dots,)`; below 0 on its other side.

    Examples
    --------
    >>> swarm(np.array([0.0, 1.0, 30.0]), np.array([5.0, 5.0, 5.0]), apart=0.0).round(2).tolist()
    [0.0, 9.95, 0.0]
    """
    y = np.zeros(len(x))
    order = np.lexsort((np.arange(len(x)), x, -radius))
    done = np.zeros(len(x), bool)
    for at in order:
        reach = radius + radius[at] + apart
        near = np.flatnonzero(done & (np.abs(x - x[at]) < reach))
        # A dot beside another stands free of it from here upwards, and to here downwards.
        half = np.sqrt(np.maximum(reach[near] ** 2 - (x[near] - x[at]) ** 2, 0.0))
        tried = np.concatenate(([0.0], y[near] + half, y[near] - half))
        tried = tried[np.lexsort((tried < 0, np.round(np.abs(tried), 9)))]
        gaps = np.abs(tried[:, None] - y[near][None, :])
        free = (gaps >= half[None, :] - _SLACK).all(axis=1)
        y[at] = tried[np.argmax(free)]
        done[at] = True
    return y
