"""Whose figures a profile shows, of when, under which licence, and what they cannot tell."""

from __future__ import annotations

import re

from geo.files import sha256_of
from geo.registry import DATASETS, Dataset, dataset, indicator
from geo.settings import NOT_ONE_PERSON, TUNDRA_LEFT_OUT, VERSION, data_dir
from geo.tables import tables
from layers.profiles.place_sentences import NOT_CLAIMED
from layers.profiles.subject import Subject
from layers.words import LEAVERS, Sentence, Trace, say, traces

_SHOWN_HASH = 12
_MAIN = ("tundra_", "iod25_", "lait", "discover_uni", "population20", "boundaries_lsoa21")
_FIGURES = re.compile(r"[\d.,]*\d")


def datasets_of(shown: list[Trace]) -> list[Dataset]:
    """List the publisher files behind some traces, in the order of the registry."""
    known = {entry.id for entry in DATASETS}
    names: set[str] = {"boundaries_lsoa21"}
    for trace in shown:
        for name in filter(None, trace.dataset.split("+")):
            table = {"people": "people_lsoa21", "zones": "coldspots_lsoa21"}.get(name, name)
            names |= {table} if table in known else set()
            names |= set(tables()[table].sources) if table in tables() else set()
    return [entry for entry in DATASETS if entry.id in names]


def source_lines(shown: list[Trace]) -> tuple[Sentence, ...]:
    """Name the main files with their periods, one line a publisher."""
    lines: dict[str, list[str]] = {}
    for entry in datasets_of(shown):
        if entry.id.startswith(_MAIN):
            titles = lines.setdefault(entry.publisher.name, [])
            title = (
                entry.title if entry.period in entry.title else f"{entry.title} ({entry.period})"
            )
            titles += [title] if title not in titles else []
    return tuple(
        _defined(f"{publisher}: {'; '.join(titles)}.", "source") for publisher, titles in
        lines.items()
    )  # fmt: skip


def licence_lines(shown: list[Trace]) -> tuple[Sentence, ...]:
    """Return the lines that must stand beside the data."""
    found = dict.fromkeys(
        line for entry in datasets_of(shown) for line in entry.attribution_lines
    )  # fmt: skip
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
    old = say(
        "Participation is of {who}: it is years old, and it does not say how it is now. {left}",
        who=LEAVERS,
        left=TUNDRA_LEFT_OUT,
    )
    people = say(
        "Young people are counted at {year}; those aged {ages} in {now} are the children of then, "
        "if nobody had moved.",
        year=traces.MID_2020,
        ages=traces.AGED,
        now=traces.defined("2026", "year in which they are of that age"),
    )
    deprived = _defined(_iod_caveat(), "caveat")
    sites = say(
        "Teaching sites: {period}. A site may teach one course or hundreds.",
        period=traces.defined(dataset("discover_uni_locations").period, "sites: period"),
    )
    limits = [NOT_CLAIMED, old, deprived, people, sites, Sentence(NOT_ONE_PERSON)]
    if place.areas.empty:
        limits = [limits[0], sites, limits[-1]]
    return tuple(limits)


def _iod_caveat() -> str:
    return indicator("iod25_decile").caveat
