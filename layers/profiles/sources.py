"""Whose figures a profile shows, under which licence, what they cannot tell; and its traces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import BadInputError
from geo.files import sha256_of
from geo.places import motorway_sources
from geo.registry import DATASETS, UNBUNDLED, Dataset, carried_words, dataset, geography, indicator
from geo.settings import NOT_ONE_PERSON, TUNDRA_LEFT_OUT, VERSION, data_dir
from geo.tables import tables
from layers.profiles.nations import NOT_OF_WALES
from layers.profiles.place_sentences import NOT_CLAIMED
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.words import LEAVERS, Sentence, Trace, say, traces

TRACE = ".trace.json"
_FORMAT = 2
_SHOWN_HASH = 12
_MAIN = (
    *("tundra_", "iod25_", "lait", "discover_uni", "population20", "boundaries_lsoa21"),
    *("boundaries_dz11", "boundaries_soa01", "boundaries_sdz21", "simd20_", "wimd25", "nimdm17"),
    *("ni_area_explorer", "census21_", "child_poverty", "ucas_", "dfe_gias"),
)
_OF_ENGLAND = ("tundra_", "iod25_", "lait")
_OF_ENGLAND_AND_WALES = ("boundaries_lsoa21",)
"""Files behind the names of districts too, which a profile elsewhere shows nothing of."""
_FIGURES = re.compile(r"[\d.,]*\d")


def datasets_of(shown: list[Trace], level: str = "lsoa21") -> list[Dataset]:
    """List the publisher files behind some traces, in the order of the registry.

    Parameters
    ----------
    shown
        Traces of what is shown.
    level
        Whose outlines are drawn.
    """
    every = (*DATASETS, *UNBUNDLED)
    known = {entry.id for entry in every}
    names: set[str] = {f"boundaries_{geography(level).drawn_with}"}
    for trace in shown:
        for name in filter(None, trace.dataset.split("+")):
            table = {"people": "people_lsoa21", "zones": "coldspots_lsoa21"}.get(name, name)
            names |= {table} if table in known else set()
            names |= set(tables()[table].sources) if table in tables() else set()
    return [entry for entry in every if entry.id in names]


def source_lines(
    shown: list[Trace], level: str = "lsoa21", nation: str = "England"
) -> tuple[Sentence, ...]:
    """Name the main files with their periods, one line a publisher."""
    lines: dict[str, list[str]] = {}
    foreign: tuple[str, ...] = () if nation == "England" else _OF_ENGLAND
    foreign += () if nation in ("England", "Wales") else _OF_ENGLAND_AND_WALES
    for entry in datasets_of(shown, level):
        if entry.id.startswith(_MAIN) and not entry.id.startswith(foreign or ("-",)):
            titles = lines.setdefault(entry.publisher.name, [])
            title = (
                entry.title if entry.period in entry.title else f"{entry.title} ({entry.period})"
            )
            titles += [title] if title not in titles else []
    return tuple(
        _defined(f"{publisher}: {'; '.join(titles)}.", "source") for publisher, titles in
        lines.items()
    )  # fmt: skip


def licence_lines(shown: list[Trace], level: str = "lsoa21") -> tuple[Sentence, ...]:
    """Return the lines that must stand beside the data, and beside the motorways of the map."""
    found = dict.fromkeys(
        line
        for entry in (*datasets_of(shown, level), *motorway_sources())
        for line in entry.attribution_lines
    )
    return tuple(_defined(f"{line.rstrip('.')}.", "licence") for line in found)


def _defined(text: str, field: str) -> Sentence:
    """Hold the figures of a fixed text by a trace of the text itself."""
    held = (traces.defined(text, field),) if _FIGURES.search(text) else ()
    return Sentence(text, held)


def made_line() -> Sentence:
    """Return with which data and version a profile was made."""
    provenance = data_dir() / "provenance.json"
    digest = sha256_of(provenance)[:_SHOWN_HASH]
    return say(
        "Made with Cold Spots {version} from the bundled data {digest}. "
        "Every figure is listed with its dataset, field, value and formula in the file beside this "
        "one whose name ends in .trace.json.",
        version=traces.defined(VERSION, "version"),
        digest=Trace(
            digest,
            "",
            "provenance.json",
            "",
            digest,
            "first digits of the sha256 of provenance.json",
        ),
    )


def limits_of(place: Subject) -> tuple[Sentence, ...]:
    """Return what the data cannot tell."""
    people = say(
        "Young people are counted at {year}; those aged {ages} in {now} are the children of then, "
        "if nobody had moved.",
        year=traces.MID_2020,
        ages=traces.AGED,
        now=traces.defined("2026", "year in which they are of that age"),
    )
    index = place.basis.domains[0]
    deprived = _defined(indicator(f"{index}_decile").caveat, "caveat")
    sites = say(
        "Teaching sites: {period}. A site may teach one course or hundreds.",
        period=traces.defined(dataset("discover_uni_locations").period, "sites: period"),
    )
    counted = [people] if place.is_counted or place.level == PARTNERSHIP else []
    limits = [NOT_CLAIMED, *_of_rates(place), deprived, *counted, sites]
    return (*limits, Sentence(NOT_ONE_PERSON))


def _of_rates(place: Subject) -> list[Sentence]:
    """Return what the shares that go on cannot tell, by the measures of its nation."""
    if place.nation == "England":
        text = (
            "Participation is of {who}: it is years old, and it does not say how it is now. {left}"
        )
        return [say(text, who=LEAVERS, left=TUNDRA_LEFT_OUT)]
    if not place.basis.measures:
        return [Sentence(f"{NOT_OF_WALES}: nothing here says how many of its young people go on.")]
    if place.level == PARTNERSHIP:
        return []
    names = [place.basis.measures[0], place.basis.measure_at(place.level, place.row)]
    carried = carried_words(indicator(names[0]), place.level)
    said = [
        _defined(indicator(name).caveat, "caveat") for name in dict.fromkeys(filter(None, names))
    ]
    return said + [Sentence(carried)] * bool(carried and names[1])


def refuse_other_suffixes(path: Path, suffixes: Sequence[str], what: str) -> None:
    """Refuse a file name that ends in none of some suffixes.

    Raises
    ------
    BadInputError
        With the suffixes that there are.
    """
    if path.suffix.lower() not in suffixes:
        raise BadInputError(
            f"{path.name}: {what} cannot be {path.suffix or 'without a suffix'}. End the name in "
            f"one of {', '.join(suffixes)}."
        )


def trace_path(path: Path) -> Path:
    """Name the file of traces that stands beside a profile."""
    return path.with_name(f"{path.stem}{TRACE}")


def made_with(inputs: str, kind: str = "coldspots profile traces") -> dict[str, Any]:
    """Return what a profile is made with: where all of it is the same, so is the profile."""
    return {
        "kind": kind,
        "format": _FORMAT,
        "version": VERSION,
        "bundle": _bundle(data_dir()),
        "inputs": inputs,
    }


@cache
def _bundle(root: Path) -> str:
    return sha256_of(root / "provenance.json")
