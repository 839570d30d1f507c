"""The set of pictures for a newsroom's desk: every format, and a headline that is marked as own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from cli import program
from geo.errors import DiskError, MisleadingError
from layers.exports.desk import write_desk
from layers.pictures.render import draw_static
from layers.pictures.words import marked
from layers.view import MapView, OwnWords

SIZES = {
    "square-1080x1080": (1080, 1080),
    "portrait-1080x1350": (1080, 1350),
    "wide-1200x675": (1200, 675),
    "story-1080x1920": (1080, 1920),
    "column": (600, 840),
    "print-300dpi": (2000, 1406),
}
REGIONS = MapView(geography="region")


def test_one_command_draws_every_format(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        program.app, ["export", "--link", "level=region", "--out", str(tmp_path / "set"), "--desk"]
    )
    assert done.exit_code == 0, done.output
    found = sorted((tmp_path / "set").iterdir())
    assert [str(path) in done.stdout for path in found] == [True] * 6
    stem = "young-participation-tundra-england-"
    assert {path.stem.removeprefix(stem) for path in found} == set(SIZES)
    for path in found:
        with Image.open(path) as picture:
            assert picture.size == SIZES[path.stem.removeprefix(stem)]
            assert "Office for Students" in picture.text["Copyright"]
    # A folder that is there is written into; a file is not.
    told: list[float] = []
    paths = write_desk(REGIONS, tmp_path / "set", progress=told.append)
    assert paths == [tmp_path / "set" / f"{stem}{name}.png" for name in SIZES]
    assert told == [number / 6 for number in range(6)]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(DiskError, match="cannot be made"):
        write_desk(REGIONS, tmp_path / "file" / "set")
    for out in (tmp_path / "file", tmp_path / "map.png"):
        done = CliRunner().invoke(
            program.app, ["export", "--link", "", "--out", str(out), "--desk"]
        )
        assert done.exit_code != 0
    assert (tmp_path / "file").read_text() == "kept"


def test_a_headline_of_ones_own_is_said_to_be_ones_own(tmp_path: Path) -> None:
    assert marked(["a", "b"], OwnWords()) == ["a", "b"]
    assert marked(["a", "b"], OwnWords("x")) == ["a", "Headline: the editor's. b"]
    assert marked(["a", "b"], OwnWords("x", "y", "z")) == [
        "z", "a", "Headline, subtitle, credit: the editor's. b"]  # fmt: skip
    draw_static(REGIONS, tmp_path / "own.svg", title="The South West trails")
    text = " ".join(ET.parse(tmp_path / "own.svg").getroot().itertext())
    assert "The South West trails" in text
    assert "Headline: the editor's. Data: GCSE leavers 2010 to 2014" in text
    draw_static(REGIONS, tmp_path / "ours.svg")
    assert "the editor's" not in (tmp_path / "ours.svg").read_text(encoding="utf-8")
    with pytest.raises(MisleadingError):
        draw_static(REGIONS, tmp_path / "wrong.svg", title="Regions engaged with us")


def test_an_editors_subtitle_and_credit_stand_beside_the_sources(tmp_path: Path) -> None:
    words = {"subtitle": "What the figures show", "credit": "Graphic: The Daily Example"}
    draw_static(REGIONS, tmp_path / "own.svg", **words)
    text = " ".join(ET.parse(tmp_path / "own.svg").getroot().itertext())
    assert all(one in text for one in words.values())
    assert "Subtitle, credit: the editor's." in text
    assert "Source: " in text
    for wrong in ("subtitle", "credit"):
        with pytest.raises(MisleadingError):
            draw_static(REGIONS, tmp_path / "wrong.svg", **{wrong: "Regions engaged with us"})
