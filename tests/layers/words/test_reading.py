"""Sentences and legends recomputed from the joined tables, by other means."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.bivariate import third_breaks
from geo.areas.cache import area_table
from geo.registry.indicators import INDICATORS, Indicator
from layers.browser.card import card_of
from layers.browser.state import read_packs
from layers.comparison.words import entry_outside
from layers.style.legend import legend_of
from layers.view import MapView
from layers.words.reading import opening_of, reading_of

PACKS = read_packs()
BLACKPOOL = "E06000009"


@pytest.fixture(scope="module")
def lsoas() -> pd.DataFrame:
    return area_table("lsoa21")


def blackpool(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["lad24_code"] == BLACKPOOL]


def test_the_reading_of_a_place_counts_its_own_areas(lsoas: pd.DataFrame) -> None:
    here = blackpool(lsoas)
    lowest = here[here["tundra_quintile"] == 1]
    sentence = reading_of(MapView(within=BLACKPOOL))[0]
    assert f"Of {len(here)} neighbourhoods in Blackpool with a figure" in sentence
    assert f"{len(lowest)} are in the lowest fifth" in sentence
    assert f"{lowest['young_people'].sum():,} people aged 13 to 17" in sentence


def test_one_neighbourhood_in_the_worst_tenth_is_not_a_share() -> None:
    said = reading_of(MapView(mode="disagree", within="E02006767"))
    assert said[1] == (
        "By the deprivation index's own measure of entry to higher education, the one "
        "neighbourhood in Wolverley, Cookley & Blakedown that is in England's worst tenth is "
        "outside IMD deciles 1 and 2."
    )


def test_a_class_that_no_area_is_in_is_told_in_words() -> None:
    said = reading_of(MapView(geography="smc205", indicator="smc_labour_market"))
    assert said[0] == (
        "Of 205 areas of the Social Mobility Commission in the United Kingdom with a figure, none "
        "is in the lowest class and 77 are in the next that has any (-1.30 to -0.50, "
        "Labour market outcomes)."
    )


def test_a_class_of_numbers_below_nought_is_the_lowest() -> None:
    said = reading_of(MapView(geography="smc205", indicator="smc_promising_prospects"))
    assert said[0].endswith("11 are in the lowest class (-1.99 to -1.50, Promising prospects).")


@pytest.mark.parametrize("entry", INDICATORS, ids=lambda entry: entry.id)
def test_every_measure_names_its_worst_class(entry: Indicator) -> None:
    for level in entry.geographies:
        said = reading_of(MapView(geography=level, indicator=entry.id))[0]
        assert re.search(r"in the [a-z]+|One figure is shown for", said), said
        assert "no area" not in said
        assert ", 0 are" not in said


def test_a_legend_counts_every_area_of_the_place_once(lsoas: pd.DataFrame) -> None:
    for within in ("", BLACKPOOL, "E12000002"):
        legend = legend_of(MapView(within=within), PACKS)
        inside = lsoas
        if within:
            inside = lsoas[(lsoas["lad24_code"] == within) | (lsoas["region_code"] == within)]
        assert sum(row["areas"] for row in legend["rows"]) == len(inside)
        young = sum(row["young_people"] for row in legend["rows"])
        assert young == inside["young_people"].sum()


def test_breaks_do_not_move_when_one_looks_at_a_place() -> None:
    for view in (MapView(indicator="connectivity_score"), MapView(classes="natural")):
        whole = [row["label"] for row in legend_of(view, PACKS)["rows"] if row["code"] < 250]
        place = MapView(indicator=view.indicator, classes=view.classes, within=BLACKPOOL)
        here = [row["label"] for row in legend_of(place, PACKS)["rows"] if row["code"] < 250]
        assert here == whole


def test_limits_that_were_typed_make_the_legend(lsoas: pd.DataFrame) -> None:
    view = MapView(classes="own", limits=(20.0, 40.0))
    rows = [row["areas"] for row in legend_of(view, PACKS)["rows"] if row["code"] < 250]
    shown = (lsoas["tundra_rate"] * 1000).round()
    assert rows == [
        int((shown <= 200).sum()),
        int(((shown > 200) & (shown <= 400)).sum()),
        int((shown > 400).sum()),
    ]


def test_nine_classes_are_counted_again(lsoas: pd.DataFrame) -> None:
    rows = {row["code"]: row["areas"] for row in legend_of(MapView(mode="both"), PACKS)["rows"]}
    (p1, p2), (d1, d2) = third_breaks(lsoas).values()
    rate, score = lsoas["tundra_rate"].round(3), lsoas["iod25_score"].round(1)
    both = rate.notna() & score.notna()
    lowest, deprived = both & (rate <= p1 + 1e-9), both & (score > d2 + 1e-9)
    assert rows[0] == int((lowest & deprived).sum())
    assert rows[8] == int((both & (rate > p2 + 1e-9) & (score <= d1 + 1e-9)).sum())
    assert sum(rows[code] for code in range(9)) == int(both.sum())


def test_thirds_hold_about_a_third_of_young_people(lsoas: pd.DataFrame) -> None:
    rows = legend_of(MapView(mode="both"), PACKS)["rows"][:9]
    people = np.array([row["young_people"] for row in rows]).reshape(3, 3)
    assert people.sum(axis=1) / people.sum() == pytest.approx([1 / 3] * 3, abs=0.01)


def test_the_disagreement_is_counted_again(lsoas: pd.DataFrame) -> None:
    sentence = reading_of(MapView(mode="disagree"))[0]
    known = lsoas["tundra_quintile"].notna() & lsoas["iod25_decile"].notna()
    low = known & (lsoas["tundra_quintile"] == 1)
    deprived = known & (lsoas["iod25_decile"] <= 2)
    assert f"{(low & ~deprived).sum():,} have low participation and are not" in sentence
    assert f"{(~low & deprived).sum():,} are deprived without low participation" in sentence
    assert f"{(low & deprived).sum():,} are both" in sentence


def test_39_per_cent_of_the_worst_tenth_for_entry_are_not_deprived() -> None:
    outside, worst = entry_outside("")
    assert round(outside / worst, 2) == 0.39
    assert "39% of the" in reading_of(MapView(mode="disagree"))[1]


def test_a_place_without_figures_says_so() -> None:
    said = reading_of(MapView(geography="msoa21", within="W06000015"))
    assert said[0] == "No local areas in Cardiff have a figure."
    assert said[1].startswith("Cardiff is in Wales. What there is of Wales here")


def test_the_opening_says_of_whom_and_when() -> None:
    assert "GCSE leavers 2010 to 2014" in opening_of(MapView())


def test_the_card_says_how_sure_a_figure_is(lsoas: pd.DataFrame) -> None:
    row = lsoas.loc["E01012737"]
    card = card_of(MapView(select="E01012737"))
    assert card["name"] == "Blackpool 010E"
    assert card["where"] == "Neighbourhood (LSOA 2021), Central Blackpool, Blackpool, North West"
    assert card["value"] == f"{row['tundra_rate']:.1%}"
    text = " ".join(card["lines"])
    assert f"{row['tundra_rate_low']:.0%} to {row['tundra_rate_high']:.0%}" in text
    assert f"on {row['tundra_cohort']:,} pupils" in text
    model = tables.load("posterior_lsoa21").loc["E01012737"]
    assert f"about {model['tundra_rate_modelled']:.0%} go on" in text
    assert f"in the lowest fifth {model['prob_true_fifth_1']:.0%}." in text
    # The implied count never appears.
    assert f"{round(row['tundra_rate'] * row['tundra_cohort'])} pupils" not in text


def test_the_card_stands_a_place_beside_what_holds_it() -> None:
    card = card_of(MapView(select="E01012737"))
    names = [row["name"] for row in card["beside"]]
    assert names == ["Blackpool 010E", "Central Blackpool", "Blackpool", "North West", "England"]
    region = area_table("region").loc["E12000002"]
    assert card["beside"][3]["value"] == f"{region['tundra_rate']:.1%}"


def test_a_district_never_shows_its_countys_figure_as_its_own() -> None:
    card = card_of(MapView(geography="utla23", indicator="he19_rate", select="E07000117"))
    assert card["measure"].startswith("Young participation")
    assert any("Entry to HE by 19 in Lancashire" in line for line in card["lines"])


def test_two_measures_far_apart_are_said_to_be() -> None:
    both = area_table("utla23")[["tundra_rate", "he19_rate"]].dropna().rank()
    apart = (both["tundra_rate"] - both["he19_rate"]).abs()
    near = apart.idxmin()
    said = " ".join(card_of(MapView(geography="utla23", select="E06000009"))["lines"])
    assert "by young participation and 1st to 4th by entry by 19 (95% intervals)" in said
    silent = " ".join(card_of(MapView(geography="utla23", select=near))["lines"])
    assert "authorities, 1 being the lowest" not in silent


def test_areas_without_a_figure_say_why() -> None:
    table = area_table("lsoa21")
    hidden = table.index[table["tundra_rate"].isna() & table["tundra_basis"].notna()][0]
    assert card_of(MapView(select=hidden))["value"] == "Suppressed: fewer than 30 pupils"
    welsh = table.index[table["nation"] == "Wales"][0]
    assert card_of(MapView(select=welsh))["value"] == "Not covered: Wales"
