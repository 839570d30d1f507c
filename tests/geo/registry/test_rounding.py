"""Half goes up, in words, on the map and in the table alike."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from geo.areas.cache import area_table
from geo.areas.classes import shown
from geo.packs import binary as pack
from geo.packs.binary import NO_VALUE, NO_VALUE_WIDE, read_pack
from geo.registry.indicators import indicator
from geo.registry.rounding import percent_text, steps_of


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.165, "17%"), (0.175, "18%"), (0.145, "15%"), (0.1649, "16%"), (0.0, "0%"), (1.0, "100%")],
)
def test_half_a_percent_goes_up(share: float, text: str) -> None:
    assert percent_text(share) == text


def test_half_of_the_last_place_goes_away_from_zero() -> None:
    halves = np.array([-1.5, -0.5, 0.5, 1.5, 2.5])
    assert steps_of(halves, 1).tolist() == [-2, -1, 1, 2, 3]
    assert [steps_of(half, 1) for half in halves.tolist()] == [-2, -1, 1, 2, 3]
    assert percent_text(0.3695, 1) == "37.0%"
    assert percent_text(0.5645, 1) == "56.5%"


@pytest.mark.parametrize(
    ("level", "name"),
    [
        ("ward24", "tundra_rate"),
        ("lsoa21", "iod25_score"),
        ("smc205", "smc_labour_market"),
        ("lsoa21", "connectivity_score"),
        ("lad24", "iod25_most_deprived_share"),
    ],
)
def test_map_legend_and_words_show_one_figure(level: str, name: str) -> None:
    """Of every area, recomputed in decimals."""
    entry = indicator(name)
    values = area_table(level)[name].astype("float64").dropna()
    step = Decimal(repr(entry.step))
    wanted = [
        int((Decimal(repr(round(value, 12))) / step).quantize(Decimal(1), ROUND_HALF_UP))
        for value in values
    ]
    ties = [step for value, step in zip(values, wanted, strict=True) if _is_half(value, entry.step)]
    assert ties
    header, parts = read_pack(
        (pack.folder() / pack.index()["columns"][level][name]["file"]).read_bytes()
    )
    kind, none = ("<u4", NO_VALUE_WIDE) if header["bytes"] == 4 else ("<u2", NO_VALUE)
    packed = np.frombuffer(parts["values"], kind).astype(np.int64)
    assert (packed[packed != none] + header["least"]).tolist() == wanted
    assert (shown(values.to_numpy(), entry) / entry.step).round().tolist() == wanted
    digits = [entry.text(value) for value in values]
    plain = [
        text.removeprefix(entry.prefix).removesuffix(entry.suffix).replace(",", "")
        for text in digits
    ]
    assert [int(Decimal(text).scaleb(entry.decimals)) for text in plain] == wanted


def _is_half(value: float, step: float) -> bool:
    return abs(value / step % 1 - 0.5) < 1e-6
