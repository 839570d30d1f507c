"""Each page in each state, run as Streamlit runs it; no traceback ever reaches a visitor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.areas.cache import area_table
from geo.errors import IntegrityError
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicator, indicators_at
from geo.settings import VERSION, project_dir

APP = str(project_dir() / "app.py")


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_the_first_screen_says_what_it_shows_and_invites_one_action() -> None:
    app = opened()
    assert not app.exception
    # The page's title is the question, in HTML; the map's heading stands below it.
    assert not app.title
    assert app.header[0].value == f"{indicator('he19_rate').label}, England"
    assert app.text_input(key="start_text").label == "Your town, postcode, council or university"
    sentence = app.markdown[0].value
    assert "aged 19 in 2023-24" in sentence
    assert "Type a postcode" in sentence
    assert not app.error
    assert not app.info


@pytest.mark.parametrize("level", [entry.id for entry in GEOGRAPHIES if entry.on_map])
def test_every_level_opens_with_a_measure_it_has(level: str) -> None:
    app = opened()
    app.sidebar.selectbox(key="level").set_value(level).run()
    assert not app.exception
    shown = app.sidebar.selectbox(key="measure").value
    assert shown in [entry.id for entry in indicators_at(level)]
    nations = indicator(shown).nations
    place = nations[0] if len(nations) == 1 else "the United Kingdom"
    # At the level of the first screen nothing was changed, and the question stands above the map.
    heading = app.title or app.header
    assert heading[0].value == f"{indicator(shown).label}, {place}"


def test_a_question_brings_its_own_measures() -> None:
    app = opened(level="lsoa21")
    app.sidebar.radio(key="theme").set_value("Deprivation").run()
    assert app.title[0].value == "IMD decile, England"
    app.sidebar.selectbox(key="measure").set_value("iod25_score").run()
    assert app.title[0].value == "IMD score, England"
    assert app.query_params["show"] == "iod25_score"


def test_a_shared_link_opens_the_same_map() -> None:
    app = opened(level="utla23", show="he19_rate", sites="other", parttime="yes")
    assert app.title[0].value == "Entry to HE by 19, England"
    assert app.sidebar.selectbox(key="level").value == "utla23"
    assert app.sidebar.toggle(key="part_time").value is True
    assert not app.info


def test_two_measures_are_shown_where_there_are_two() -> None:
    app = opened(**{"with": "both", "in": "E06000009"})
    assert app.title[0].value == "Participation and deprivation, Blackpool"
    assert len(app.sidebar.radio) == 0
    app.sidebar.selectbox(key="mode").set_value("disagree").run()
    assert app.query_params["with"] == "disagree"
    app.sidebar.selectbox(key="level").set_value("smc205").run()
    assert not app.exception
    assert "with" not in app.query_params
    kinds = app.sidebar.selectbox(key="mode").options
    assert kinds == ["One measure", "Change between two years"]


def test_small_maps_are_of_measures_or_of_regions() -> None:
    app = opened(level="utla23", show="he19_rate", **{"as": "many"})
    app.sidebar.radio(key="small_maps").set_value("regions").run()
    assert not app.exception
    assert app.query_params["maps"] == "regions"
    app.sidebar.radio(key="small_maps").set_value("").run()
    assert "maps" not in app.query_params
    # Where there is one region, or one map, there is no choice.
    for query in ({"as": "many", "in": "E12000001"}, {}):
        app = opened(level="utla23", show="he19_rate", **query)
        assert "small_maps" not in [one.key for one in app.sidebar.radio]


def test_typed_limits_are_used_or_refused_in_words() -> None:
    app = opened(show="iod25_score", level="lad24")
    app.sidebar.selectbox(key="classes").set_value("own").run()
    app.sidebar.text_input(key="limits").set_value("40, 20").run()
    assert "Give one to four numbers" in app.sidebar.caption[0].value
    assert "limits" not in app.query_params
    app.sidebar.text_input(key="limits").set_value("20, 30").run()
    assert app.query_params["limits"] == "20,30"
    assert app.query_params["classes"] == "own"
    app.sidebar.selectbox(key="measure").set_value("iod25_most_deprived_share").run()
    assert "limits" not in app.query_params


def test_levels_by_zoom_are_chosen_as_a_level_is() -> None:
    app = opened()
    app.sidebar.selectbox(key="level").set_value("byzoom").run()
    assert app.query_params["byzoom"] == "yes"
    assert app.query_params["level"] == "region"
    app.sidebar.selectbox(key="level").set_value("lsoa21").run()
    assert "byzoom" not in app.query_params


@pytest.mark.fault(17)
def test_a_stale_link_says_what_was_left_out() -> None:
    app = opened(level="oa21", show="{{ 7919*7907 }}")
    assert not app.exception
    assert len(app.info) == 2
    assert "62615533" not in "".join(note.value for note in app.info)


def test_the_reading_counts_what_the_map_shows() -> None:

    table = area_table("lsoa21")
    lowest = table[table["tundra_quintile"] == 1]
    text = " ".join(part.value for part in opened(level="lsoa21").markdown)
    assert f"Of {table['tundra_rate'].notna().sum():,} neighbourhoods" in text
    assert f"{len(lowest):,} are in the lowest fifth" in text
    assert f"{lowest['young_people'].sum():,} people aged 13 to 17" in text


def test_the_data_page_says_of_when_a_copy_is_and_how_the_last_try_to_refresh_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.fetch import cache as fetched
    from geo.registry.datasets import DATASETS

    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    why = "services1.arcgis.com: not to be had (answered 503)."
    fetched.note(tmp_path, "centroids_lsoa21", {"failed": {"on": "2026-12-01", "why": why}})
    app = opened()
    app.switch_page("views/data.py").run()
    text = "".join(element.value for element in app.markdown)
    assert f"Copy bundled with {VERSION} in use. Tried on 2026-12-01 and not had: {why}" in text
    assert text.count(f"Copy bundled with {VERSION} in use.") == len(DATASETS)


def test_the_data_page_names_every_dataset_and_licence() -> None:
    from geo.registry.datasets import DATASETS

    app = opened()
    app.switch_page("views/data.py").run()
    assert not app.exception
    text = " ".join(part.value for part in app.markdown)
    for entry in DATASETS:
        assert entry.title in text
        assert entry.publisher.licence in text
        for line in entry.attribution_lines:
            assert line in text
    assert "31,810" in text


def test_the_data_page_says_names_and_not_codes() -> None:
    """A code may stand in an address, and in the publisher's own sentence."""
    app = opened()
    app.switch_page("views/data.py").run()
    tables = [part.value for part in app.markdown if part.value.startswith("| ")]
    shown = re.sub(r"\]\([^)]*\)", "]", "\n".join(tables))
    codes = [entry.id for entry in GEOGRAPHIES if any(map(str.isdigit, entry.id))]
    for code in codes:
        assert not re.search(rf"(?<!`){code}", shown), code
    assert "neighbourhoods, local areas, wards" in shown
    assert "Young participation (TUNDRA), neighbourhoods" in shown


def test_the_method_page_says_what_the_program_does() -> None:
    from layers.method import read_model_check
    from layers.method.limits import read_null_check
    from layers.method.method import STANDFIRST, contents, present, sections

    app = opened()
    app.switch_page("views/method.py").run()
    assert not app.exception
    assert not app.error
    assert app.title[0].value == "Method"
    written = sections(present(), read_null_check(), read_model_check())
    # All that is written and nothing else: a bare string in a page would be drawn too.
    shown = [part.value for part in app.markdown]
    assert shown == [STANDFIRST, contents(written), *(one.body for one in written)]
    headings = {heading.anchor: heading.value for heading in (*app.header, *app.subheader)}
    assert headings == {one.anchor: one.title for one in written}
    cold = present().areas.table["cold_spot"].sum()
    assert f"{cold:,} of 33,755 neighbourhoods are cold spots" in " ".join(shown)


def test_a_missing_check_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.method.limits.NULL_CHECK", "lost.json")
    app = opened()
    app.switch_page("views/method.py").run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.error[0].value.startswith("lost.json is missing")


@pytest.mark.fault(14)
def test_a_broken_bundle_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise IntegrityError("index.json is missing. Restore the data folder.")

    monkeypatch.setattr("views.panels.frame.read_packs", broken)
    import streamlit as st

    st.cache_resource.clear()
    app = opened()
    assert not app.exception
    assert [error.value for error in app.error] == [
        "index.json is missing. Restore the data folder."
    ]
    st.cache_resource.clear()


@pytest.mark.fault(14)
def test_an_unforeseen_fault_shows_an_apology_and_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("secret path /srv/x")

    monkeypatch.setattr("views.panels.frame.build_map", broken)
    app = opened()
    assert not app.exception
    assert len(app.error) == 1
    assert "secret" not in app.error[0].value
    assert "nothing was changed" in app.error[0].value


def test_changing_page_from_cardiff_takes_the_place_along() -> None:
    app = opened(**{"in": "W06000015"})
    assert app.title[0].value == f"{indicator('tundra_rate').label}, Cardiff"
    assert any("\n\nCardiff is in Wales." in one.value for one in app.markdown)
    app.query_params.clear()
    app.switch_page("views/reach.py").run()
    assert not app.exception
    assert app.info == []
    assert "young people in Cardiff" in " ".join(one.value for one in app.markdown)


def test_a_level_that_holds_nothing_of_the_place_leaves_it_with_a_word() -> None:
    app = opened(**{"in": "E06000009"})
    app.sidebar.selectbox(key="level").set_value("region").run()
    assert [note.value for note in app.info] == [
        "Blackpool holds no regions: all of them are shown. Regions are larger than local "
        "authority districts: none is looked for inside one."
    ]
    app.sidebar.selectbox(key="level").set_value("lad24").run()
    assert not app.info
