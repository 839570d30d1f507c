"""Pictures against pictures that were kept: alike everywhere, not only on the whole."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 8
"""Pixels of the side of a block: a few lines of hatching, or part of a small area."""
FAR, FEW = 24, 0.1
"""A channel may be further off than this, of 255, in this share of a block: smoother edges."""
NEAR, HALF = 10, 0.5
"""And further off than this in this share of it: a tint is not another colour."""
_STEP = 8


def in_steps(picture: np.ndarray) -> np.ndarray:
    """Round the channels to steps, 4 off at most, so that the file is small."""
    return picture // _STEP * _STEP + _STEP // 2


def most_others(found: np.ndarray, kept: np.ndarray, far: int) -> float:
    """Return the share of other pixels in that block of two pictures where there are most.

    The few that differ on a large map are all in one place: on the whole they are nothing.
    """
    assert found.shape == kept.shape
    other = (np.abs(found.astype(int) - kept.astype(int)) > far).any(axis=2)
    tall, wide = (-(-side // SIDE) for side in other.shape)
    full = np.zeros((tall * SIDE, wide * SIDE), bool)
    full[: other.shape[0], : other.shape[1]] = other
    return float(full.reshape(tall, SIDE, wide, SIDE).mean(axis=(1, 3)).max())


def is_alike(found: np.ndarray, kept: np.ndarray) -> bool:
    """Test that no block of two pictures differs, by lines in it or by its colour."""
    return most_others(found, kept, FAR) <= FEW and most_others(found, kept, NEAR) <= HALF


def check_alike(found: np.ndarray, path: Path) -> None:
    """Compare a picture with the one that is kept; COLDSPOTS_NEW_PICTURES=1 keeps it instead."""
    if os.environ.get("COLDSPOTS_NEW_PICTURES"):
        Image.fromarray(in_steps(found)).save(path, optimize=True)
    kept = np.asarray(Image.open(path).convert("RGB"))
    assert is_alike(found, kept)
    # An empty picture must not pass for a full one.
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 20
