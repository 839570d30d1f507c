"""Figures that other projects print in their own tests and documents, found again by ours."""

from __future__ import annotations

import warnings
from contextlib import closing

import numpy as np
import pytest

from geo.coldspots.fdr import adjusted
from geo.coldspots.local_statistics import local_g, local_moran
from geo.coldspots.weights import touching, within_distance

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from libpysal import examples
    from libpysal.io import open as libpysal_open


def test_the_g_star_of_esdas_six_points() -> None:
    # esda/tests/test_getisord.py, test_star_binary: points no further apart than 15 are neighbours.
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], dtype="float64")
    windows = within_distance(points, 15)
    assert windows.sizes.tolist() == [2, 3, 1, 3, 4, 1]
    found = local_g(np.array([2, 3, 3.2, 5, 8, 7]), windows)
    assert found[0] == pytest.approx(-1.39727626, abs=1e-8)


def test_the_local_moran_of_pysals_ten_places() -> None:
    # The docstring of PySAL's Moran_Local: quadrants (1 and 3 among their like, 2 and 4 among
    # others) and, in an early version, the values.
    example = examples.load_example("desmith")
    with closing(libpysal_open(example.get_path("desmith.txt"))) as table:
        values = np.array(table.by_col["z"], dtype="float64")
    with closing(libpysal_open(example.get_path("desmith.gal"))) as links:
        near = links.read().neighbors
    pairs = [(int(one) - 1, int(other) - 1) for one in near for other in near[one]]
    windows = touching(np.array([pair for pair in pairs if pair[0] < pair[1]]), 10)
    found = local_moran(values, windows)
    published = [-0.11409277, -0.19940543, -0.13351408, -0.51770383, 0.48095009]
    published += [0.12208113, 1.19148298, -0.58144305, 0.07101383, 0.34314301]
    assert found == pytest.approx(published, abs=1e-8)
    high = values > values.mean()
    quadrant = np.where(found > 0, np.where(high, 1, 3), np.where(high, 4, 2))
    assert quadrant.tolist() == [4, 4, 4, 2, 3, 3, 1, 4, 3, 3]


@pytest.mark.parametrize(
    ("p", "hochberg", "yekutieli"),
    [
        # statsmodels/stats/tests/test_multi.py, made there by mt.rawp2adjp of R's multtest:
        # res_multtest3, res_multtest2 and the first rows of res_multtest1, which has ten.
        (
            [0.001, 0.002, 0.003, 0.004, 0.005, 0.05, 0.06, 0.07, 0.08, 0.09],
            [0.01] * 5
            + [0.08333333333333334, 0.0857142857142857, 0.0875, 0.0888888888888889, 0.09],
            [0.02928968253968254] * 5
            + [0.2440806878306878, 0.2510544217687075, 0.2562847222222222]
            + [0.2603527336860670, 0.2636071428571428],
        ),
        ([0.002, 0.004, 0.006, 0.008, 0.01, 0.012], [0.012] * 6, [0.0294] * 6),
        (
            [5.23656777208e-5, 2.8140506198e-4, 0.0149877310796, 0.0202732688798, 0.177096952723]
            + [0.642193923795, 0.680845947633, 0.71626938238, 0.838541367553, 0.967833824309],
            [5.23656777208e-4, 1.4070253099e-3, 0.04995910359866667, 0.0506831721995]
            + [0.354193905446, *[0.8953367279750001] * 3, 0.9317126306144445, 0.967833824309],
            [1.5337740764175588e-3, 4.1211324652269442e-3, 0.1463286284372058, 0.14844940238274187]
            + [1] * 6,
        ),
    ],
)
def test_held_false_discoveries_of_statsmodels(
    p: list[float], hochberg: list[float], yekutieli: list[float]
) -> None:
    assert adjusted(np.array(p)) == pytest.approx(hochberg, abs=1e-13)
    assert adjusted(np.array(p), dependent=True) == pytest.approx(yekutieli, abs=1e-13)


def test_the_example_of_benjamini_and_hochberg() -> None:
    # The fifteen chances of their paper of 1995, section 3.2: at 0.05 the first four are
    # discoveries (also in statsmodels, test_fdr_bky: "single step-up: 4").
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000]
    assert (adjusted(np.array(p)) <= 0.05).sum() == 4
