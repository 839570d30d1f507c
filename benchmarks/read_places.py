"""Read 200 random places: every figure of their documents found, and made again from raw files.

Story, profile and paper of each place are written as pages and read as text, without the traces
that the program keeps. What the text says is recognised by patterns of its own, and made again with
pandas from the publishers' files; nothing of `geo` works anything out here. A figure that no
pattern knows is counted as not made again. Whatever two documents of a place say of one quantity
has to be one figure.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from benchmarks.raw_places import RawPlaces, wilson
from geo import tables
from geo.coldspots import ColdSpotQuery, find_all
from geo.errors import GeoError
from geo.settings import project_dir
from layers.papers import ACCESS, COUNCIL, paper_of
from layers.papers import part_of as part_of_paper
from layers.profiles import part_of as part_of_profile
from layers.profiles import profile_of
from layers.stories import Pictures, story_of
from layers.stories import part_of as part_of_story

SEED, PLACES = 200, 200
LEVELS = ("nation", "region", "cauth25", "utla23", "lad24", "pcon24", "ward24", "msoa21", "iz11",
          "sdz21", "lsoa21", "dz11", "soa01", "zones")  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?%?")
_BREAKS = {"p", "li", "h1", "h2", "h3", "figcaption", "tr", "caption", "dt", "dd", "dl"}
_N, _P = r"([\d,]+)", r"([\d.]+)%"
_BY_19 = "he19_rate"


class Lines(HTMLParser):
    """Text of a page, a line for each block; cells of a row stand between bars."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self.now = list[str](), ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002, D102
        if tag in _BREAKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag in ("th", "td"):
            self.now += " | "
        if tag in _BREAKS:
            self._end()

    def handle_data(self, data: str) -> None:  # noqa: D102
        self.now += data

    def _end(self) -> None:
        text = re.sub(r"\s+", " ", self.now).strip(" |")
        self.lines += [text] if text else []
        self.now = ""


def lines_of(page: str) -> list[str]:
    """Return the text of a page, block by block."""
    reader = Lines()
    reader.feed(page)
    reader._end()
    return reader.lines


@dataclass(frozen=True)
class Claim:
    """One figure that a document states."""

    quantity: str
    figure: str
    again: float | None
    """Made again from raw files; None where they do not hold it."""
    line: str

    @property
    def agrees(self) -> bool:
        """Whether the figure is what the files give, as far as its own digits go."""
        shown = float(self.figure.replace(",", "").rstrip("%"))
        digits = len(self.figure.rstrip("%").partition(".")[2])
        # Half a step, and what ties may be rounded to.
        return self.again is not None and abs(shown - self.again) <= 0.5 * 10**-digits + 1e-6


@dataclass
class Reading:
    """What was read of some places."""

    places: int = 0
    documents: int = 0
    figures: int = 0
    claims: list[tuple[str, Claim]] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Lines with figures that no pattern knows, their figures written as #."""
    refused: list[str] = field(default_factory=list)

    @property
    def again(self) -> list[tuple[str, Claim]]:
        """Return the claims that raw files hold."""
        return [one for one in self.claims if one[1].again is not None]

    @property
    def wrong(self) -> list[tuple[str, Claim]]:
        """Return the claims that raw files contradict."""
        return [one for one in self.again if not one[1].agrees]


Pattern = tuple[str, Callable[[RawPlaces, str, re.Match[str]], Iterator[Claim]]]


def _rate(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    """Read a rate with its interval, and with its pupils where they are told."""
    yield from _rates(raw, code, found.groups(), found.string)


def _rates(
    raw: RawPlaces, code: str, figures: tuple[str | None, ...], line: str
) -> Iterator[Claim]:
    rate, people = raw.tundra(code)
    low, high = wilson(rate, people)
    made = [100 * rate, 100 * low, 100 * high, people]
    names = ("rate", "low", "high", "pupils")
    for name, figure, value in zip(names, figures, made, strict=False):
        if figure is not None:
            known = None if np.isnan(value) else value
            yield Claim(f"{code} tundra {name}", figure, known, line)


def _named_rate(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    other = raw.code_of(found[1], code)
    if other:
        yield from _rates(raw, other, found.groups()[1:], found.string)


def _lait(measure: str, year: str = "") -> Callable[..., Iterator[Claim]]:
    def read(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
        name = found.groupdict().get("name") or raw.name(code)
        value = raw.lait(measure, name, year or raw.last(measure))
        yield Claim(f"{name} {measure} {year}", found["figure"], value, found.string)

    return read


def _changed(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    name = found.groupdict().get("name") or raw.name(code)
    for part in ("size", "before", "theirs"):
        if not (text := found.groupdict().get(part)):
            continue
        own = "England" if part == "theirs" else name
        first = raw.lait(_BY_19, own, found["year"])
        last = raw.lait(_BY_19, own, raw.last(_BY_19))
        known = first is not None and last is not None
        value = None if not known else first if part == "before" else abs(last - first)
        yield Claim(f"{own} he19 {part} {found['year']}", text, value, found.string)


def _gap(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    name = raw.name(code)
    free, other = (
        raw.lait(f"he19_{part}_rate", name, raw.last(_BY_19)) for part in ("fsm", "nonfsm")
    )
    groups = found.groupdict()
    for part, value in (("fsm", free), ("nonfsm", other)):
        if text := groups.get(part):
            yield Claim(f"{name} he19_{part}_rate ", text, value, found.string)
    if text := groups.get("gap"):
        known = None if free is None or other is None else abs(other - free)
        yield Claim(f"{name} he19 gap", text, known, found.string)


def _over_years(raw: RawPlaces, _: str, found: re.Match[str]) -> Iterator[Claim]:
    for name, first, last in re.findall(rf"([A-Z][^\d%]*?) {_P} to {_P}", found["rows"]):
        own = name.strip(" ,")
        for text, year in ((first, found["first"]), (last, found["last"])):
            value = raw.lait(_BY_19, own, year)
            yield Claim(f"{own} he19_rate over {year}", text, value, found.string)


def _schooled(measure: str) -> Callable[..., Iterator[Claim]]:
    def read(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
        names = raw.row_names(code)
        figures = [one.strip().rstrip("%") for one in found["cells"].split("|")]
        for name, figure in zip(names, figures, strict=False):
            if re.fullmatch(r"[\d.]+", figure):
                value = raw.lait(measure, name, raw.last(measure))
                yield Claim(f"{name} {measure} ", figure, value, found.string)

    return read


def _worst(domain: str, most: int) -> Callable[..., Iterator[Claim]]:
    def read(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
        worst, whole = raw.deprived(code, domain, most)
        groups = found.groupdict()
        made = {"worst": worst, "whole": whole, "share": 100 * worst / whole if whole else np.nan}
        for part, value in made.items():
            if text := groups.get(part):
                known = value if whole else None
                name = "neighbourhoods" if part == "whole" else f"{domain} {most} {part}"
                yield Claim(f"{code} {name}", text, known, found.string)

    return read


def _decile(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    yield Claim(f"{code} decile", found[1], raw.decile(code), found.string)


def _young(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    yield Claim(f"{code} young people", found["young"], raw.young(code), found.string)


def _whole(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    yield Claim(f"{code} neighbourhoods", found["whole"], raw.count(code), found.string)


def _poor(raw: RawPlaces, code: str, found: re.Match[str]) -> Iterator[Claim]:
    year = found.groupdict().get("year") or raw.last_poor
    value = raw.child_poverty(code, year)
    yield Claim(f"{code} child poverty {year}", found["figure"], value, found.string)


_ROW = r"(?: \| )"
_DOMAINS = {
    "All domains together": "Index of Multiple Deprivation (IMD)",
    "Income": "Income",
    "Employment": "Employment",
    "Education, skills, training": "Education, Skills and Training",
    "Health and disability": "Health Deprivation and Disability",
    "Crime": "Crime",
    "Housing and services": "Barriers to Housing and Services",
    "Living environment": "Living Environment",
    "Children, income (IDACI)": "Income Deprivation Affecting Children Index (IDACI)",
}
_IMD = _DOMAINS["All domains together"]
PATTERNS: list[Pattern] = [
    (rf"In .+?, {_P} of GCSE leavers 2010 to 2014 were in higher education at 18 or 19 "
     rf"\(95% interval {_P} to {_P}, on {_N} pupils\)", _rate),
    (rf"{_P} of GCSE leavers 2010 to 2014 were in higher education "
     rf"\(95% interval {_P} to {_P}\)", _rate),
    (rf"^Young people in higher education at 18 or 19{_ROW}{_P}{_ROW}{_P} to {_P}{_ROW}", _rate),
    (rf"^(?!This zone)([^|]+?)(?:{_ROW}[^|%\d]+)?{_ROW}{_P}{_ROW}{_P} to {_P}{_ROW}{_N}$",
     _named_rate),
    (r"Entry to higher education by 19 (?:in|on) (?P<name>.+?), aged 19 in 2023-24: "
     r"(?P<figure>[\d.]+)%", _lait(_BY_19)),
    (r"Entry to higher education by 19 (?:in|on) (?P<name>.+?), aged 19 in 2023-24: .*?"
     r"(?:down|up) (?P<size>[\d.]+) points since (?P<year>\d{4}-\d\d)", _changed),
    (rf"^Entry to higher education by 19(?:, (?P<name>[^|]+?))?{_ROW}(?P<figure>[\d.]+)%",
     _lait(_BY_19)),
    (rf"^Entry by 19 of pupils on free school meals{_ROW}(?P<figure>[\d.]+)%",
     _lait("he19_fsm_rate")),
    (rf"^Entry by 19 of other pupils{_ROW}(?P<figure>[\d.]+)%", _lait("he19_nonfsm_rate")),
    (rf"^Gap between the two{_ROW}(?P<gap>[\d.]+) points", _gap),
    (r"eligible for free school meals (?P<fsm>[\d.]+)% had entered by 19, of the others "
     r"(?P<nonfsm>[\d.]+)%: a gap of (?P<gap>[\d.]+) percentage points", _gap),
    (r"The rate has (?:fallen|risen) by (?P<size>[\d.]+) points since (?P<year>\d{4}-\d\d), when "
     r"it was (?P<before>[\d.]+)%(?:, .*?England's (?:has (?:risen|fallen) by )?"
     r"(?P<theirs>[\d.]+))?", _changed),
    (r"Entry by 19 over the years, from (?P<first>[\d-]+) to (?P<last>[\d-]+): (?P<rows>.+)\.$",
     _over_years),
    (rf"^Attainment 8 at 16, [^|]+{_ROW}(?P<cells>.+)$", _schooled("attainment8")),
    (rf"^Level 3 at 19, [^|]+{_ROW}(?P<cells>.+)$", _schooled("level3_19_rate")),
    (rf"^Entry to HE by 19, [^|]+{_ROW}(?P<cells>.+)$", _schooled(_BY_19)),
    (rf"^Entry by 19, free meals, [^|]+{_ROW}(?P<cells>.+)$", _schooled("he19_fsm_rate")),
    (rf"^Entry by 19, no free meals, [^|]+{_ROW}(?P<cells>.+)$", _schooled("he19_nonfsm_rate")),
    (r"(?P<share>\d+)% of its neighbourhoods are in the most deprived tenth of England",
     _worst(_IMD, 1)),
    (r"Among its neighbourhoods, (?P<share>\d+)% are in the most deprived tenth of England",
     _worst(_IMD, 1)),
    (r"(?P<share>\d+)% of its neighbourhoods are in the most deprived fifth of England",
     _worst(_IMD, 2)),
    *[
        (rf"^{re.escape(label)}{_ROW}(?P<worst>[\d,]+) of (?P<whole>[\d,]+){_ROW}"
         r"(?:(?P<share>\d+)%)?", _worst(name, 2))
        for label, name in _DOMAINS.items()
    ],
    (r"It is in decile (\d+) of deprivation, of 10, the first being the most deprived \(", _decile),
    (r"Of (?P<young>[\d,]+) young (?:people|person) of (?!the \w+(?: \w+)? that fit)", _young),
    (r"of its (?P<young>[\d,]+) young people live within", _young),
    (r", (?P<young>[\d,]+) young people aged 13 to 17 live there in 2026", _young),
    (r"(?:Of|None of) (?P<whole>[\d,]+) neighbourhoods here", _whole),
    (r"Of its (?P<whole>[\d,]+) neighbourhoods", _whole),
    (r"In (?P<year>\d{4}-\d\d), (?P<figure>[\d.]+)% of children there lived in low-income", _poor),
    (r"families, before housing costs; in (?P<year>\d{4}-\d\d), (?P<figure>[\d.]+)% did", _poor),
    (rf"^Children in low-income families{_ROW}(?P<figure>[\d.]+)%", _poor),
]  # fmt: skip


def documents_of(code: str) -> Iterator[tuple[str, list[str]]]:
    """Write the documents that there are of a place, and yield their text."""
    subject, profile = profile_of(code)
    yield "profile", lines_of(part_of_profile(profile, b""))
    for form in (COUNCIL, ACCESS) if subject.nation == "England" else (COUNCIL,):
        yield form, lines_of(part_of_paper(paper_of(code, form), b""))
    try:
        story = story_of(code)
    except GeoError:
        return
    none = ("",) * len(story.charts)
    yield "story", lines_of(part_of_story(story, Pictures(b"", (b"",) * len(none), none)))


def read_place(code: str, raw: RawPlaces, reading: Reading) -> None:
    """Read the documents of one place, and add what they say."""
    said = defaultdict[str, set[str]](set)
    for where, lines in documents_of(code):
        reading.documents += 1
        for line in lines:
            claims = [
                claim
                for pattern, make in PATTERNS
                for found in re.finditer(pattern, line)
                for claim in make(raw, code, found)
            ]
            numbers = len(_NUMBER.findall(line))
            reading.figures += numbers
            reading.claims += [(f"{code} {where}", one) for one in claims]
            if numbers and not claims:
                reading.left[_NUMBER.sub("#", line)[:90]] += numbers
            for one in claims:
                said[one.quantity].add(one.figure)
    reading.places += 1
    for quantity, figures in said.items():
        if not _same(figures):
            reading.conflicts.append(f"{code}: {quantity}: {', '.join(sorted(figures))}")


def _same(figures: set[str]) -> bool:
    """Test whether figures are one, told to more digits or to fewer."""
    values = [(float(one.replace(",", "")), len(one.partition(".")[2])) for one in figures]
    least = min(digits for _, digits in values)
    steps = [value for value, _ in values]
    return max(steps) - min(steps) <= (0.5 * 10**-least + 1e-9 if len(values) > 1 else 0)


def places(count: int, seed: int = SEED) -> list[str]:
    """Draw places at random, as many of each level as the next."""
    draw = np.random.default_rng(seed)
    listed = []
    for level in LEVELS:
        if level == "zones":
            listed.append(sorted(find_all(ColdSpotQuery("lsoa21")).zones.index))
        else:
            listed.append(sorted(tables.load(f"areas_{level}").index))
    drawn = [list(draw.permutation(codes)) for codes in listed]
    found: list[str] = []
    while len(found) < count and any(drawn):
        for codes in drawn:
            if codes and len(found) < count:
                found.append(str(codes.pop()))
    return found


def read(codes: list[str], raw: RawPlaces, seconds: float = float("inf")) -> Reading:
    """Read the documents of some places, as many as there is time for."""
    reading, begin = Reading(), time.monotonic()
    for code in codes:
        if time.monotonic() - begin > seconds:
            break
        try:
            read_place(code, raw, reading)
        except GeoError as error:
            reading.refused.append(f"{code}: {error}")
    return reading


def raw_folder() -> Path:
    """Return where the publishers' files are."""
    return Path(os.environ.get("COLDSPOTS_RAW") or project_dir().parent / "shared/data/raw")


def report(reading: Reading) -> str:
    """Return a table of what was read, and the first of what is wrong."""
    again, wrong = reading.again, reading.wrong
    rows = [
        ("places read", f"{reading.places:,}"),
        ("without a profile, and said so", f"{len(reading.refused):,}"),
        ("documents: profiles, papers, stories", f"{reading.documents:,}"),
        ("figures in their text, dates, ages and names of levels among them",
         f"{reading.figures:,}"),
        ("claims recognised by pattern", f"{len(reading.claims):,}"),
        ("of these made again from raw files", f"{len(again):,}"),
        ("agreeing", f"{len(again) - len(wrong):,}"),
        ("not agreeing", f"{len(wrong):,}"),
        ("quantities that two sentences of a place put differently", f"{len(reading.conflicts):,}"),
        ("figures of lines that no pattern knows, not made again",
         f"{sum(reading.left.values()):,}"),
    ]  # fmt: skip
    lines = ["| what | count |", "|---|---|", *(f"| {what} | {count} |" for what, count in rows)]
    return "\n".join(lines)


def main() -> None:
    """Read, print the table, and end with 1 if anything disagrees."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read_places", description=__doc__)
    parser.add_argument("places", nargs="?", type=int, default=PLACES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many")
    asked = parser.parse_args()
    if not (folder := raw_folder()).is_dir():
        print(f"No raw files in {folder}: set COLDSPOTS_RAW. Nothing was read.")
        return
    drawn = places(asked.places, asked.seed)
    reading = read(drawn, RawPlaces(folder), 60 * asked.minutes)
    print(report(reading))
    for where, one in reading.wrong[:40]:
        print(f"{where}: {one.quantity}: {one.figure}, not {one.again}: {one.line[:120]}")
    for line in reading.conflicts[:40]:
        print(line)
    for line, count in reading.left.most_common(25):
        print(f"{count:6} {line}")
    sys.exit(bool(reading.wrong or reading.conflicts))


if __name__ == "__main__":
    main()
