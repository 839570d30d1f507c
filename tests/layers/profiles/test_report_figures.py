"""Figures of profiles, each found again another way; files of one's own in them; broken writes."""

from __future__ import annotations

import io
import json
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest

from geo import tables
from geo.areas.cache import area_table, levels_of
from geo.coldspots import ColdSpotQuery, find_all
from geo.reach import run as reach_run
from geo.registry import ENGLAND
from geo.settings import project_dir
from geo.travel.choice import CostChoice
from layers.profiles.compose import content_of, profile_of, profile_of_partnership
from layers.profiles.model import Profile
from layers.profiles.place_sentences import LATEST, WILSON, rate_formula
from layers.profiles.whose import whose_of
from layers.words.traces import AS_IT_STANDS, Trace

BLACKPOOL, LEEDS = "E06000009", "E08000035"
HOSTILE = "<img src=x onerror=a()> #evil[x] $a$ {{ 7919*7907 }} \\u{202e} =1+1"
PLACES = [BLACKPOOL, "E10000017", "E12000002", "E92000001", "E05009936", "E02002633", "E01012673",
          "E47000001", "W06000001", "S12000033"]  # fmt: skip


def row_of(code: str, field: str) -> object:
    """Read a figure from the joined table of the first level that has it."""
    for level in levels_of(code):
        table = area_table(level)
        if field in table and code in table.index and pd.notna(table[field][code]):
            return table[field][code]
    raise AssertionError(f"{code} has no {field}")


@pytest.mark.parametrize("code", PLACES)
def test_figures_of_tables_are_those_of_the_bundle(code: str) -> None:
    _, made = profile_of(code)
    checked = 0
    for trace in made.traces():
        held = trace.formula in (AS_IT_STANDS, WILSON, LATEST, rate_formula(ENGLAND))
        if held and levels_of(trace.area_code):
            if trace.field == "area_name":
                continue
            value = row_of(trace.area_code, trace.field)
            assert value == pytest.approx(trace.value), trace
            assert float(shown_value(trace)) == pytest.approx(float(trace.value), abs=half(trace))
            checked += 1
    assert checked >= (4 if code[0] == "E" else 0)


def shown_value(trace: Trace) -> float:
    text = trace.figure.replace(",", "").replace("−", "-")
    number = float(re.findall(r"-?\d+(?:\.\d+)?", text)[0])
    return number / 100 if text.endswith("%") else number


def half(trace: Trace) -> float:
    """Half of the last digit that is shown, and a little for the way numbers are kept."""
    places = len(trace.figure.rstrip("%").partition(".")[2])
    unit = 10.0**-places / (100 if trace.figure.endswith("%") else 1)
    return unit / 2 + 1e-9


def test_who_is_in_range_is_found_by_brute_force() -> None:
    _, made = profile_of(LEEDS)
    areas, people = tables.load("areas_lsoa21"), tables.load("people_lsoa21")
    homes = tables.load("centroids_lsoa21").loc[areas.index[areas["lad24_code"] == LEEDS]]
    sites = tables.load("sites")
    sites = sites[sites["placed"]]
    apart = np.hypot(
        homes["easting_m"].to_numpy()[:, None] - sites["easting_m"].to_numpy(),
        homes["northing_m"].to_numpy()[:, None] - sites["northing_m"].to_numpy(),
    )
    near = (apart <= 10_000).any(axis=1)
    ages = [f"aged_{age}" for age in range(7, 12)]
    young = people[ages].sum(axis=1).reindex(homes.index).to_numpy(dtype=float)
    said = next(part for part in made.parts if part.id == "range").said[0].text
    assert f"Of {int(young.sum()):,} young people of Leeds" in said
    assert f" {int(young[near].sum()):,} live within 10 km" in said


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites with hostile names, and an activity file with small counts."""
    folder = tmp_path_factory.mktemp("own")
    sites = pd.DataFrame(
        {"name": ["Here", "Hub"], "provider": [HOSTILE, "Us"], "postcode": ["LS1 1BA", "LS9 7TF"]}
    )
    sites.to_csv(folder / "sites.csv", index=False)
    rows = ["area_code,date,number", *["E01011264,01/03/2026,25"] * 6,
            *["E01011281,02/03/2026,30"] * 6, "E01012673,03/03/2026,4",
            "E01012674,03/03/2026,3", *["E01033061,03/03/2026,12"] * 11]  # fmt: skip
    (folder / "work.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def asked(files: Path) -> reach_run.ReachQuery:
    return reach_run.ReachQuery(
        partners=files / "sites.csv", activity=files / "work.csv", costs=CostChoice(max_km=10)
    )


def engaged_words(made: Profile) -> str:
    part = next(part for part in made.parts if part.id == "range")
    return next(said.text for said in part.said if said.text.startswith("Engaged"))


def test_engaged_is_a_row_and_small_counts_are_not_shown(asked: reach_run.ReachQuery) -> None:
    whose = whose_of(asked)
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"]
    _, leeds = profile_of(LEEDS, whose)
    here = ["E01011264", "E01011281"]
    count = int(listed.reindex(here, fill_value=False).sum())
    inside = tables.load("areas_lsoa21")["lad24_code"].reindex(listed.index) == LEEDS
    left = int((listed & inside).sum()) - count
    said = engaged_words(leeds)
    assert said.startswith(
        f"Engaged, by rows of the activity file: 2 neighbourhoods, {count} of them in "
        "the likely lowest fifth"
    )
    assert f"{left} neighbourhoods here in the likely lowest fifth are in no row." in said
    assert "12 rows here, 330 people" in said
    _, blackpool = profile_of(BLACKPOOL, whose)
    said = engaged_words(blackpool)
    assert "fewer than 10 people or a number not shown or not known" in said
    everything = json.dumps([said.text for _, said in blackpool.sentences()])
    assert "7 people" not in everything
    assert [one for one in blackpool.traces() if one.field == "number"] == []
    # Blackpool is far from both sites: worked in, yet not in range.
    part = next(part for part in blackpool.parts if part.id == "range")
    assert " 0 live within 10 km" in part.said[0].text
    assert not any("reached" in said.text.lower() for _, said in blackpool.sentences())


def test_hostile_names_of_sites_are_text(asked: reach_run.ReachQuery) -> None:
    whose = whose_of(asked)
    place, made = profile_of_partnership(whose.name, whose.reach)
    page = content_of(place, made, ".html", whose).decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=a()&gt; #evil[x] $a$ {{ 7919*7907 }}" in page
    pdf = content_of(place, made, ".pdf", whose)
    text = " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[1].extract_text().split())
    assert "#evil[x] $a$" in text
    assert "62615533" not in page + text


@pytest.mark.parametrize(
    ("suffix", "problem"),
    [(".html", "Could not write one.html"), (".pdf", "folder for temporary files")],
)
def test_a_disk_that_fills_leaves_the_old_profile_whole(
    tmp_path: Path, suffix: str, problem: str
) -> None:
    old = tmp_path / f"one{suffix}"
    old.write_bytes(b"old")

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(
        [sys.executable, "-m", "cli", "profile", "W06000001", "--out", str(old)],
        cwd=project_dir(), capture_output=True, text=True, preexec_fn=small, check=False,
    )  # fmt: skip
    assert done.returncode == 6, done.stderr
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
