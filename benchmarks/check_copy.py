"""How well copy is checked: of wrong claims, how many are flagged; of claims, how many are found.

`python -m benchmarks.check_copy` prints a row for each; `--misses` lists what went amiss. About
half of the sentences were written by hand (`copy_sentences.txt`); the others fill phrasings with
places drawn at random. What is right is read off the tables at run time, not asked of the checker.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import Row
from geo.areas import area_table, name_of, series_of
from geo.registry import ENGLAND, indicator, percent_text
from geo.registry.rounding import steps_of
from layers.copy_check import Checked, Verdict, check_copy
from layers.stories import story_of

SEED = 7
DRAWN = 96
"""Sentences that are filled in with places drawn at random."""
HAND = Path(__file__).with_name("copy_sentences.txt")
UNSEEN = Path(__file__).with_name("copy_unseen.txt")
"""Sentences that were never used to mend the rules."""
_MARKED = re.compile(r"\[([^\]]*)\]\(([RAWBN?])\)")
_FIGURE = re.compile(r"\{([^}]*)\}")
_VERDICTS = {
    "R": (Verdict.RIGHT, Verdict.ROUNDED),
    "A": (Verdict.RIGHT, Verdict.ROUNDED),
    "W": (Verdict.WRONG,),
    "B": (Verdict.BEYOND,),
    "N": (Verdict.NOT_OURS,),
    "?": (Verdict.NOT_CHECKED,),
}
FLAGGED = (Verdict.WRONG, Verdict.BEYOND)
PASSED = (Verdict.RIGHT, Verdict.ROUNDED)


@dataclass(frozen=True)
class Label:
    """A claim and what is so of it."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Copy:
    """Text with its claims labelled."""

    text: str
    labels: tuple[Label, ...]
    within: str = ""


@lru_cache(maxsize=4096)
def value_of(measure: str, code: str, year: int | None = None) -> float:
    """Read a figure off the tables: the first level that has it."""
    entry = indicator(measure)
    for level in entry.geographies:
        if entry.periods is not None:
            series = series_of(measure, level)["value"]
            key = (code, year or entry.periods.latest)
            if key in series.index and pd.notna(series[key]):
                return float(series[key])
        elif code in area_table(level).index:
            value = area_table(level)[measure][code]
            if pd.notna(value):
                return float(value)
    raise KeyError(f"{measure} of {code} in {year}")


def filled(text: str) -> str:
    """Put the figures of the tables into a sentence."""
    return _FIGURE.sub(lambda match: _figure(match[1].split()), text)


def _figure(words: list[str]) -> str:
    decimals, off, year, rest = 1, 0.0, None, list[str]()
    for word in words:
        if re.fullmatch(r"\.\d", word):
            decimals = int(word[1])
        elif re.fullmatch(r"[+-]\d+", word):
            off = int(word) / 100
        elif re.fullmatch(r"\d{4}", word):
            year = int(word)
        else:
            rest.append(word)
    if rest[0] == "diff":
        size = abs(value_of(rest[1], rest[2]) - value_of(rest[1], rest[3])) + off
    elif rest[0] == "change":
        size = abs(value_of(rest[1], rest[2]) - value_of(rest[1], rest[2], year)) + off
    else:
        value = value_of(rest[0], rest[1], year) + off
        text = percent_text(value, decimals)
        # A gap is in points, and its unit is the sentence's where it is written whole.
        if rest[0] == "he19_gap":
            return f"{text[:-1]} points" if decimals else text[:-1]
        return text
    return f"{steps_of(100 * size, 10.0**-decimals) * 10.0**-decimals:.{decimals}f}"


def labelled(line: str) -> Copy:
    """Read a sentence whose claims are marked.

    Examples
    --------
    >>> labelled("In Hull, [30%](W) went on.")
    Copy(text='In Hull, 30% went on.', labels=(Label(start=9, end=12, kind='W'),), within='')
    """
    within, line = (line[1:].split(" ", 1)) if line.startswith("@") else ("", line)
    line = filled(line)
    text, labels, at = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[at : match.start()]
        labels.append(Label(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return Copy(text + line[at:], tuple(labels), within)


def by_hand(path: Path = HAND) -> list[Copy]:
    """Return the sentences of a file that were written by hand."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [labelled(line) for line in lines if line and not line.startswith("#")]


_DRAWN = (
    "[{he19_rate CODE}](R) of pupils in NAME had entered higher education by 19.",
    "In NAME, [{he19_rate CODE .0 +7}](W) of pupils go on to higher education by 19.",
    "NAME has a rate of entry to higher education of [{he19_rate CODE .0}](R), [SIDE England](S).",
    "At [{he19_rate CODE -6}](W), entry to higher education in NAME is "
    "[OTHER the national average](O).",
    "In NAME, [{he19_fsm_rate CODE}](R) of pupils eligible for free school meals go on by 19.",
    "Of pupils on free school meals in NAME, [{he19_fsm_rate CODE +8}](W) go on to university.",
    "NAME: [{child_poverty_rate CODE .0}](R) of children are in low-income families.",
    "NAME has [{neet_rate CODE +3}](W) of its 16 and 17 year olds not in education or work.",
    "The rate in NAME was [{he19_rate CODE 2018}](R) in 2017-18 and is [{he19_rate CODE}](R) now.",
    "In 2019-20, [{he19_rate CODE 2020 +9}](W) of NAME's pupils went on to higher education by 19.",
    "Pupils in NAME face a gap of [{he19_gap CODE}](R) between those on free meals and the rest.",
    "Young participation in NAME is [{tundra_rate CODE}](R), "
    "against [{tundra_rate E92000001}](R) in England.",
)


def drawn() -> list[Copy]:
    """Return phrasings with places drawn at random, above and below by a test written here."""
    draw = np.random.default_rng(SEED)
    codes = [str(code) for code in area_table("utla23").index if _has_all(str(code))]
    chosen = draw.choice(codes, DRAWN, replace=False)
    return [labelled(_put(_DRAWN[at % len(_DRAWN)], str(code))) for at, code in enumerate(chosen)]


def _has_all(code: str) -> bool:
    names = ("he19_rate", "he19_fsm_rate", "neet_rate", "child_poverty_rate", "he19_gap")
    try:
        return all(value_of(name, code) >= 0 for name in (*names, "tundra_rate")) and all(
            value_of("he19_rate", code, year) >= 0 for year in (2018, 2020)
        )
    except KeyError:
        return False


def _put(pattern: str, code: str) -> str:
    own = series_of("he19_rate", "utla23").loc[(code, 2024)]
    whole = series_of("he19_rate", "nation").loc[(ENGLAND, 2024)]
    apart = own["value"] - whole["value"]
    below, above = own["value"] - own["low"], own["high"] - own["value"]
    spread = np.hypot(*((above, whole["value"] - whole["low"]) if apart < 0 else
                        (below, whole["high"] - whole["value"])))  # fmt: skip
    clear = abs(apart) > spread
    side, other = ("below", "above") if apart < 0 else ("above", "below")
    made = pattern.replace("NAME", name_of("utla23", code)).replace("CODE", code)
    made = made.replace("SIDE", side).replace("OTHER", other)
    return made.replace("(S)", "(R)" if clear else "(W)" if apart == 0 else "(B)").replace(
        "(O)", "(W)"
    )


def _touch(label: Label, one: Checked) -> bool:
    return one.start < label.end and label.start < one.end


@dataclass(frozen=True)
class Score:
    """How many claims were found and flagged."""

    sentences: int
    claims: int
    found: int
    read: int
    """Claims that the checker read, labelled or not."""
    read_labelled: int
    wrong: int
    """Labelled wrong or beyond the interval."""
    wrong_flagged: int
    flagged: int
    passed: int
    """Wrong claims that were called right."""
    exact: int

    @property
    def shares(self) -> dict[str, float]:
        """Return precision and recall, of wrong claims and of claims."""
        return {
            "wrong claims flagged (recall)": self.wrong_flagged / self.wrong,
            "flags that are deserved (precision)": self.wrong_flagged / max(1, self.flagged),
            "claims found (recall)": self.found / self.claims,
            "claims read that are claims (precision)": self.read_labelled / max(1, self.read),
            "verdict as labelled": self.exact / self.claims,
        }


def score(copies: list[Copy], misses: list[str] | None = None) -> Score:
    """Check sentences, and count."""
    counts = dict.fromkeys(Score.__dataclass_fields__, 0)
    counts["sentences"] = len(copies)
    for copy in copies:
        claims = check_copy(copy.text, copy.within).claims
        for one in claims:
            touched = [label for label in copy.labels if _touch(label, one)]
            if one.verdict is not Verdict.NOT_CHECKED:
                counts["read"] += 1
                counts["read_labelled"] += bool(touched)
            if one.verdict in FLAGGED:
                counts["flagged"] += 1
            if not touched and misses is not None and one.verdict is not Verdict.NOT_CHECKED:
                misses.append(f"extra {one.verdict}: “{one.text}” in: {copy.text}")
        for label in copy.labels:
            one = next((one for one in claims if _touch(label, one)), None)
            verdict = Verdict.NOT_CHECKED if one is None else one.verdict
            is_wrong, right = label.kind in "WB", verdict in _VERDICTS[label.kind]
            counts["claims"] += 1
            counts["found"] += one is not None and (
                verdict is not Verdict.NOT_CHECKED or label.kind == "?"
            )
            counts["wrong"] += is_wrong
            counts["wrong_flagged"] += is_wrong and verdict in FLAGGED
            counts["passed"] += is_wrong and verdict in PASSED
            counts["exact"] += right
            if not right and misses is not None:
                said = "nothing found" if one is None else f"{verdict}: {one.statement}"
                part = copy.text[label.start : label.end]
                misses.append(f"“{part}” is {label.kind}, {said} in: {copy.text}")
    return Score(**counts)


STORIES = {"utla23": 8, "lad24": 10, "region": 2, "pcon24": 3, "cauth25": 2, "nation": 2}
"""Places of each level, drawn at random, whose stories are checked: another module's sentences."""
_PROSE = ("headline", "standfirst", "paragraph", "bullets")


def of_stories() -> dict[Verdict, int]:
    """Return how many claims of stories have each verdict: all of them are right."""
    draw = np.random.default_rng(SEED)
    counts = dict.fromkeys(Verdict, 0)
    for level, count in STORIES.items():
        for code in draw.choice(area_table(level).index, count, replace=False):
            said = story_of(str(code)).sentences()
            prose = [one.text.rstrip(".") for where, one in said if where.startswith(_PROSE)]
            for verdict, many in check_copy(".\n".join(prose), str(code)).counts.items():
                counts[verdict] += many
    return counts


def run() -> Iterator[Row]:
    """Yield a row for each share, over all sentences."""
    sets = {"unseen": by_hand(UNSEEN), "that shaped the rules": [*by_hand(), *drawn()]}
    for name, copies in sets.items():
        made = score(copies)
        for what, share in made.shares.items():
            yield Row(
                f"{what}, {made.claims} claims in {made.sentences} sentences {name}",
                f"{100 * share:.1f}%", "none", "", "90% or more", share >= 0.9,
            )  # fmt: skip
        yield Row(
            f"wrong claims called right, of {made.wrong} in sentences {name}", f"{made.passed}",
            "none", "", "none", made.passed == 0,
        )  # fmt: skip
    told = of_stories()
    every, flagged = sum(told.values()), sum(told[one] for one in FLAGGED)
    yield Row(
        f"right claims of {sum(STORIES.values())} stories that are flagged, of {every} "
        f"({told[Verdict.NOT_CHECKED]} not checked)",
        f"{100 * flagged / every:.1f}%", "none", "", "5% or fewer", flagged <= 0.05 * every,
    )  # fmt: skip


def main() -> None:
    """Print the rows, and of each half of the sentences; with `--misses` what went amiss."""
    misses: list[str] = []
    for name, copies in (("unseen", by_hand(UNSEEN)), ("by hand", by_hand()), ("drawn", drawn())):
        made = score(copies, misses)
        told = ", ".join(f"{what} {100 * share:.1f}%" for what, share in made.shares.items())
        print(f"{name}: {made.sentences} sentences, {made.claims} claims: {told}")
    if "--misses" in sys.argv:
        print("\n".join(misses))
    for row in run():
        print(f"| {row.what} | {row.ours} | {row.asked} | {'yes' if row.met else 'NO'} |")


if __name__ == "__main__":
    main()
