"""Every formula of a trace is executed, and gives the value that the trace holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.areas.cache import area_table
from geo.coldspots.results import Asked, find_all
from layers.profiles.compose import profile_of
from layers.words.sentences import sentences_of_place
from layers.words.traces import AS_IT_STANDS, Trace
from tests.layers.formulas import UnknownFormulaError, value_of

SEED = 18
HOW_MANY = {"lsoa21": 14, "msoa21": 6, "ward24": 6, "lad24": 8, "utla23": 4, "region": 2,
            "cauth25": 2}  # fmt: skip
ALWAYS = ["E92000001", "E06000009", "E09000001", "E01035608", "W06000001", "S12000033",
          "W01000003"]  # fmt: skip


def places() -> list[str]:
    draw = np.random.default_rng(SEED)
    found = list(ALWAYS)
    for level, count in HOW_MANY.items():
        codes = [code for code in area_table(level).index if code[0] == "E"]
        found += [str(code) for code in draw.choice(codes, count, replace=False)]
    for level, count in (("lsoa21", 6), ("msoa21", 2)):
        zones = find_all(Asked(level)).zones.index.to_numpy(dtype=str)
        found += [str(code) for code in draw.choice(zones, count, replace=False)]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("code", places())
def test_every_trace_of_a_place_is_executed(code: str) -> None:
    said = [*(sentence for _, sentence in profile_of(code)[1].sentences()),
            *sentences_of_place(code)]  # fmt: skip
    wrong = []
    for trace in dict.fromkeys(trace for sentence in said for trace in sentence.traces):
        made = value_of(trace)
        same = made == trace.value
        if not isinstance(trace.value, str) and not isinstance(made, str):
            same = made == pytest.approx(trace.value, rel=1e-6, abs=1e-9)
        if not same:
            wrong.append(f"{trace.formula}: {trace.value!r}, not {made!r}; {trace}")
    assert not wrong, "\n".join(wrong)


RATE = Trace("42.2%", "tundra_msoa11", "tundra_rate", "E12000002", 0.422, AS_IT_STANDS)


def test_an_unknown_formula_and_a_sum_that_is_said_to_stand_are_noticed() -> None:
    with pytest.raises(UnknownFormulaError):
        value_of(replace(RATE, formula="as in the lead"))
    with pytest.raises(Exception, match="tundra_region"):
        value_of(RATE)
