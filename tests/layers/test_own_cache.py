"""Figures of the user's own cache: shown where it holds the file, and nothing of them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from geo import tables
from geo.areas import cache, changes, own_cache, series
from geo.areas.changes import change_between, standing_of
from geo.areas.series import at_year, series_of
from geo.coldspots import ColdSpotQuery, find_all
from geo.errors import BadInputError, IntegrityError
from geo.registry import indicators
from geo.registry.indicators import INDICATORS, OWN_INDICATORS, indicators_at, offered
from geo.settings import data_dir
from layers.browser.card import card_of
from layers.browser.query import from_query
from layers.browser.state import credit_of, read_packs, state_of
from layers.coldspots import with_cold
from layers.exports.html import page_of
from layers.exports.map_table import build_map_table
from layers.exports.newsroom import make_pack
from layers.exports.tables import notes_of
from layers.guardrails import check_table, check_view
from layers.profiles.compose import profile_of
from layers.style.legend import legend_of
from layers.view import MapView
from tests.commands import run

WALES, ENGLAND = "ucas18_rate_wales", "ucas18_rate_england"
KEPT = (
    indicators.offered,
    own_cache.own_series,
    own_cache._means,
    cache._built,
    cache.classes_of,
    series.series_of,
    series.classes_at_year,
    changes.classes_of_change,
)


def forget() -> None:
    for kept in KEPT:
        kept.cache_clear()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path / "cache"))
    forget()
    yield tmp_path
    forget()


def made_up() -> pd.DataFrame:
    """Return a rate of every constituency: the next has 0.0005 more, and 2024 has 0.03 more."""
    codes = tables.load("areas_pcon24", ["area_name"]).index
    rows = pd.DataFrame(
        {year: [0.2 + 0.0005 * at for at in range(650)] for year in range(2006, 2025)}, codes
    )
    return (
        rows.assign(**{"2024": rows[2024] + 0.03}).drop(columns=2024).rename(columns={"2024": 2024})
    )


def written(rows: pd.DataFrame, path: Path) -> Path:
    named = rows.rename(columns=lambda year: f"Entry rate\N{RIGHTWARDS ARROW}{year}")
    named.rename_axis("Parliamentary constituency code").to_csv(path, encoding="utf-8")
    return path


@pytest.fixture
def held(empty: Path) -> Path:
    code, said, error = run(
        "fetch", "ucas_entry_rates", "--from", str(written(made_up(), empty / "own.csv"))
    )
    assert code == 0, said + error
    forget()
    return empty


def test_without_the_file_nothing_is_offered(empty: Path) -> None:
    assert offered() == INDICATORS
    assert not [entry for entry in indicators_at("pcon24") if entry in OWN_INDICATORS]
    assert not [column for column in cache.area_table("pcon24") if column.startswith("ucas")]
    view, notes = from_query({"level": "pcon24", "show": WALES})
    assert view.indicator == "tundra_rate"
    assert notes == ["The address names a measure that this level does not have."]


def test_with_the_file_each_nation_has_a_measure_of_its_own(held: Path) -> None:
    there = [entry for entry in indicators_at("pcon24") if entry in OWN_INDICATORS]
    assert [entry.nations for entry in there] == [
        ("England",), ("Wales",), ("Scotland",), ("Northern Ireland",),
    ]  # fmt: skip
    assert not set(there) & set(indicators_at("lad24"))
    table = cache.area_table("pcon24")
    counts = {entry.nations[0]: int(table[entry.id].notna().sum()) for entry in there}
    assert counts == {"England": 543, "Wales": 32, "Scotland": 57, "Northern Ireland": 18}
    for entry in there:
        assert set(table["nation"][table[entry.id].notna()]) == set(entry.nations)


def test_a_figure_is_the_mean_of_three_years(held: Path) -> None:
    rows = made_up()
    code = rows.index[-1]
    assert code.startswith("W07")
    values = series_of(WALES, "pcon24")["value"][code]
    assert values.index.tolist() == list(range(2008, 2025))
    assert values[2008] == pytest.approx(rows.loc[code, [2006, 2007, 2008]].mean())
    # The rise of 2024 counts in one of three years.
    assert values[2024] == pytest.approx(rows.loc[code, 2023] + 0.01)
    assert values[2023] == pytest.approx(rows.loc[code, 2023])
    change = change_between(WALES, "pcon24", 2021, 2024)["change"]
    assert change[code] == pytest.approx(0.01)
    assert at_year(WALES, "pcon24")["people"].isna().all()


def test_ranks_are_among_the_constituencies_of_one_nation(held: Path) -> None:
    rows = made_up()
    welsh = [code for code in rows.index if code.startswith("W07")]
    first, last = (standing_of(WALES, "pcon24", code) for code in (welsh[0], welsh[-1]))
    assert first is not None
    assert last is not None
    assert (first.rank, first.of) == (1, 32)
    assert (last.rank, last.of) == (32, 32)
    assert standing_of(ENGLAND, "pcon24", welsh[0]) is None


def test_a_map_of_it_has_its_own_scale_its_card_and_its_words(held: Path) -> None:
    code = next(code for code in made_up().index if code.startswith("W07"))
    link = f"level=pcon24&show={WALES}&area={code}"
    view, notes = from_query(dict(parse_qsl(link)))
    assert notes == []
    assert view.to_query() == link
    check_view(view)
    legend = legend_of(view, read_packs())
    assert legend["period"] == "aged 18 in 2022 to 2024, mean of three years"
    drawn = [row["areas"] for row in legend["rows"] if row["code"] < 5]
    assert (len(drawn), sum(drawn)) == (5, 32)
    state = state_of(view, read_packs(), dark=False)
    assert WALES in state["paint"]["columns"][0]
    card = card_of(view)
    assert card is not None
    assert "lowest of 32 parliamentary constituencies" in " ".join(card["lines"]).lower()
    assert card["series"]["years"][0] == "2006 to 2008"
    assert "no licence to pass them on is stated" in credit_of(view)
    assert "UCAS" not in credit_of(view).partition("is stated. ")[2]
    for changed in ("&year=2010", "&with=change&year=2024&from=2008", "&classes=natural"):
        check_view(from_query(dict(parse_qsl(link + changed)))[0])


def test_figures_are_written_where_they_are_shown_and_nowhere_else(held: Path) -> None:
    shown = build_map_table(MapView(geography="pcon24", indicator=WALES))
    check_table(shown)
    assert int(shown.table[WALES].notna().sum()) == 32
    assert ENGLAND not in shown.table
    other = build_map_table(MapView(geography="pcon24")).table
    assert not [column for column in other if column.startswith("ucas")]
    out = held / "map.csv"
    link = f"level=pcon24&show={WALES}"
    code, _, error = run("export", "--link", link, "--out", str(out))
    assert code == 0, error
    assert "0.5345" in out.read_text("utf-8-sig")
    assert "no licence to pass them on is stated" in " ".join(notes_of(shown))
    for name in ("map.png", "map.html"):
        code, _, error = run("export", "--link", link, "--out", str(held / name))
        assert code == 0, error
        assert "keep pictures, pages and tables of them for yourself" in error
        assert "To embed it" not in error


def test_it_stands_beside_rates_of_long_ago_and_in_no_page_that_is_passed_on(held: Path) -> None:
    table = tables.load("areas_lsoa21", ["pcon24_code"])
    seat = str(table["pcon24_code"]["E01012673"])
    rate = made_up().loc[seat, [2022, 2023, 2024]].mean()
    view = MapView(select="E01012673")
    card = card_of(view)
    assert card is not None
    [own] = card["own"]
    name = tables.load("areas_pcon24", ["area_name"])["area_name"][seat]
    assert own.startswith(f"Entry at 18 by UCAS in {name}, aged 18 in 2022 to 2024, mean of three ")
    assert f": {rate:.1%}. " in own
    assert "lowest of 543 parliamentary constituencies" in own.lower()
    assert own.endswith("From a copy of your own, not to be passed on.")
    zones = find_all(ColdSpotQuery("lsoa21")).zones
    zone = zones.index[zones["lad24_names"] == "Blackpool"][0]
    on_zone = card_of(with_cold(MapView(), select=zone))
    assert on_zone is not None
    assert "by UCAS in Blackpool South" in on_zone["own"][0]
    assert "by UCAS in" not in page_of(view, read_packs())
    said = [one for _, one in profile_of("E01012673")[1].sentences() if "by UCAS in" in one.text]
    assert [one.text for one in said] == [own]
    assert said[0].untraced() == []
    licences = " ".join(one.text for one in profile_of("E01012673")[1].licences)
    assert "no licence to pass them on is stated" in licences


def test_a_pack_which_is_made_to_be_passed_on_is_refused(held: Path) -> None:
    with pytest.raises(BadInputError, match="no licence to pass the figures on is stated"):
        make_pack(MapView(geography="pcon24", indicator=WALES))


def test_a_file_that_changed_in_the_cache_is_refused(held: Path) -> None:
    [file] = (held / "cache" / "raw").rglob("*.csv")
    file.write_text(file.read_text("utf-8").replace("0.2,", "0.3,", 1), "utf-8")
    forget()
    with pytest.raises(IntegrityError, match="not the one recorded"):
        cache.area_table("pcon24")


@pytest.mark.raw
def test_the_real_file_shows_what_it_says_and_is_bundled_nowhere(raw: Path, empty: Path) -> None:
    file = raw / "ucas_open_innovations" / "ucas_18yo_entry_rates_by_pcon24_2006-2024.csv"
    code, said, error = run("fetch", "ucas_entry_rates", "--from", str(file))
    assert code == 0, said + error
    forget()
    rows = pd.read_csv(file, index_col=0)
    last = [f"Entry rate\N{RIGHTWARDS ARROW}{year}" for year in (2022, 2023, 2024)]
    means = rows[last].mean(axis=1)
    table = cache.area_table("pcon24")
    for entry in OWN_INDICATORS:
        values = table[entry.id].dropna()
        assert values.to_numpy() == pytest.approx(means[values.index].to_numpy())
    # No file of the bundle holds a year of it: not one column equals one of these.
    named = [path.name for path in data_dir().rglob("*") if "ucas" in path.name]
    assert named == []
    bundled = tables.load("census21_pcon24")
    for column in bundled.select_dtypes("number"):
        for year in last:
            assert not (bundled[column] - rows[year].reindex(bundled.index)).abs().lt(1e-6).all()
