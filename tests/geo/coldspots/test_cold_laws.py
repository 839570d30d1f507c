"""What must hold of the test of cold spots whatever the areas: on worlds drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coldspots import permutations
from geo.coldspots.levels import basis_of
from geo.coldspots.significance import answers, assess, not_assessed, why_not
from geo.coldspots.units import Nodes, nodes_of
from geo.coldspots.weights import Windows, touching

ENGLAND = basis_of("lsoa21")
NOT_ASSESSED = not_assessed(ENGLAND)


@pytest.fixture(autouse=True, scope="module")
def a_coarse_grid() -> Iterator[None]:
    """What must hold holds on any grid: one of a hundredth of a standard deviation is quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permutations, "GRID", 2.0**7)
        yield


@dataclass(frozen=True)
class World:
    """Areas with and without rates, some of one source, some that touch no other."""

    rates: pd.DataFrame
    pairs: list[tuple[str, str]]

    def without(self, codes: set[str]) -> World:
        """The same world had it never had some areas."""
        pairs = [pair for pair in self.pairs if not codes & set(pair)]
        return World(self.rates.drop(list(codes)), pairs)

    def windows(self, nodes: Nodes) -> Windows:
        number = {code: place for place, code in enumerate(sorted(self.rates.index))}
        ends = np.array([(number[a], number[b]) for a, b in self.pairs], dtype=np.int64)
        return touching(nodes.join(ends), len(nodes.codes))

    def answer(self) -> pd.DataFrame:
        nodes = nodes_of(self.rates)
        windows = self.windows(nodes)
        tested = assess(nodes.rate, nodes.cohort, windows)
        found = answers(nodes, tested)
        why = why_not(found, self.rates["rate"].sort_index(), ENGLAND)
        return found.assign(not_assessed_because=why)


def bytes_of(found: pd.DataFrame) -> list[bytes]:
    return [
        found[name].to_numpy(dtype=str if found[name].dtype.kind in "OT" else None).tobytes()
        for name in found
    ] + [" ".join(found.index).encode()]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    count, links = draw(st.integers(60, 90)), draw(st.integers(0, 120))
    codes = np.array([f"E{number:02d}" for number in range(count)])
    cohort = random.integers(6, 40, count) * 5.0
    rate = random.beta(6, 9, count)
    # A cold stretch with a warm place in it.
    rate[: draw(st.integers(0, 18))] *= 0.2
    rate[5] = draw(st.sampled_from([0.05, 0.4, 0.8]))
    table = pd.DataFrame(
        {"rate": rate.round(3), "source_cohort": cohort, "source": codes}, index=codes
    )
    for child in range(10, 10 + 2 * draw(st.integers(0, 4)), 2):
        table.iloc[child + 1] = table.iloc[child]
    without = random.choice(count, draw(st.integers(0, 6)), replace=False)
    table.loc[table["source"].isin(codes[without]), ["rate", "source_cohort"]] = np.nan
    # A road through all but the last few, which touch nothing, and links at random.
    joined = count - draw(st.integers(0, 6))
    ends = {(place, place + 1) for place in range(joined - 1)}
    ends |= {(place, place + 2) for place in range(18)}
    ends |= {tuple(sorted(random.choice(joined, 2, replace=False).tolist())) for _ in range(links)}
    return World(table, [(str(codes[a]), str(codes[b])) for a, b in sorted(ends)])


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_pairs_changes_no_byte(world: World, random: object) -> None:
    codes, pairs = list(world.rates.index), list(world.pairs)
    random.shuffle(codes)
    random.shuffle(pairs)
    turned = [pair[::-1] if random.random() < 0.5 else pair for pair in pairs]
    mixed = World(world.rates.loc[codes], turned)
    assert bytes_of(mixed.answer()) == bytes_of(world.answer())


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_what_cannot_be_assessed_might_as_well_not_be_there(world: World) -> None:
    """An area without a rate, and one that touches none with a rate, leave no trace."""
    whole = world.answer()
    lone = set(whole.index[whole["status"] == "not assessed"])
    assert {code for code in lone if pd.isna(world.rates.at[code, "rate"])} == set(
        whole.index[whole["not_assessed_because"] == NOT_ASSESSED[0]]
    )
    rest = world.without(lone).answer()
    assert bytes_of(rest) == bytes_of(whole.drop(list(lone)))
    assert (rest["not_assessed_because"] == "").all()
    without_rate = world.without(set(world.rates.index[world.rates["rate"].isna()])).answer()
    assert bytes_of(without_rate) == bytes_of(whole.loc[without_rate.index])


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_reason_stands_beside_all_that_was_not_assessed(world: World) -> None:
    found, source = world.answer(), world.rates["source"]
    near: dict[str, set[str]] = {code: set() for code in source}
    known = set(world.rates.index[world.rates["rate"].notna()])
    for one, other in world.pairs:
        if {one, other} <= known and source[one] != source[other]:
            near[source[one]].add(source[other])
            near[source[other]].add(source[one])
    for code, row in found.iterrows():
        reason = ""
        if code not in known:
            reason = NOT_ASSESSED[0]
        elif not near[source[code]]:
            reason = NOT_ASSESSED[1]
        assert row["not_assessed_because"] == reason
        assert (row["status"] == "not assessed") == bool(reason)
        assert np.isnan(row["z"]) == bool(reason)


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_no_cold_spot_is_above_the_national_rate(world: World) -> None:
    found = world.answer()
    assessed = found.index[found["status"] != "not assessed"]
    one_each = world.rates.loc[assessed].drop_duplicates("source")
    national = np.average(one_each["rate"], weights=one_each["source_cohort"])
    cold = found.index[found["cold_spot"]]
    assert (world.rates.loc[cold, "rate"] < national).all()
    assert not (found["cold_spot"] & found["cold_surroundings"]).any()


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_equal_rates_cohorts_and_windows_have_equal_scores(world: World, random: object) -> None:
    """A second copy of the world, its codes in another order, has the scores of the first."""
    codes = list(world.rates.index)
    named = dict(zip(codes, random.sample([f"F{code}" for code in codes], len(codes)), strict=True))
    copy = world.rates.rename(index=named)
    copy["source"] = copy["source"].map(named)
    pairs = [*world.pairs, *((named[a], named[b]) for a, b in world.pairs)]
    found = World(pd.concat([world.rates, copy]), pairs).answer()
    second = found.loc[[named[code] for code in codes]]
    for column in ("z", "p", "p_adjusted", "chance_low", "cold_spot", "status"):
        first = found.loc[codes, column].to_numpy()
        assert pd.Series(second[column].to_numpy()).equals(pd.Series(first)), column
