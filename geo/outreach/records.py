"""Records of outreach: which partner worked at which school, with how many and in what way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geo.errors import BadInputError
from geo.places import match_schools
from geo.uploads import (
    COULD_BE_TWO,
    bad_rows,
    content_of,
    could_be_two,
    numbers,
    pick,
    read_rows,
    recognise,
)

NOT_NAMED = "Partner not named"
"""Whose the rows of a file are that names no partner."""
ONE_OFF, SUSTAINED, RESIDENTIAL = "one-off", "sustained", "residential"
INTENSITIES = (ONE_OFF, SUSTAINED, RESIDENTIAL)
_INTENSITY_WORDS = {
    RESIDENTIAL: r"residential|summer ?school|overnight",
    SUSTAINED: r"sustain|ongoing|programme|multi|series|repeated",
    ONE_OFF: r"one.?off|single|once",
}
MOST_NAME = 80
"""Letters of the name of a partner."""
_MOST_TYPE = 60
_COLUMNS = ("urn", "name", "town", "postcode", "provider", "number", "type", "intensity")
_SCHOOL = ("urn", "name", "town", "postcode")
_PARTNER_HEADINGS = ("partnername", "organisationname", "organizationname", "nameofpartner")
NO_NUMBER = "the number is not a whole number of 1 or more"


@dataclass(frozen=True, eq=False)
class Records:
    """Rows of an activity file that name a school."""

    table: pd.DataFrame
    """Good rows, by `line`: `urn`, `partner`, `number` (of young people, missing where the file has
    none), `type` and `intensity` (empty where it has none)."""
    bad: pd.DataFrame
    """The others, with `value`, `reason` (which names the schools that may be meant) and the
    file's own columns."""
    notices: list[str] = field(default_factory=list)

    @property
    def partners(self) -> list[str]:
        """Name the partners, in the order of their first rows."""
        return [str(one) for one in self.table["partner"].drop_duplicates()]


def read_records(source: bytes | Path, partner: str = "", root: Path | None = None) -> Records:
    r"""Read an activity file whose rows name schools; nothing is stored.

    Parameters
    ----------
    source
        A file, or its bytes. A row names its school by `urn`, by `name` and `town`, or by
        `postcode`; `provider` (or partner) says who worked there, `number` with how many,
        `type` and `intensity` in what way.
    partner
        Whose rows they are that name nobody.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If the file cannot be read, or no row names a school that is found.

    Examples
    --------
    >>> made = read_records(b"school,town,partner,pupils\nWoodlands School,Blackpool,Us,30")
    >>> made.table[["urn", "partner", "number"]].values.tolist()
    [['119871', 'Us', 30.0]]
    """
    rows = read_rows(content_of(source))
    found = recognise(rows.table.columns, _COLUMNS)
    if not set(found) & set(_SCHOOL):
        raise BadInputError(
            f"No column names a school, among {list(rows.table.columns)[:8]}. Call one urn, or "
            "two school and town, or one postcode."
        )
    cells = pick(rows.table, _COLUMNS)
    whose = _partner_of(rows.table, cells["provider"], found)
    matched = match_schools(cells, root)
    checked = pd.DataFrame({"value": _given(cells), "problem": matched["problem"]})
    number = numbers(cells["number"], rows.mark)
    notices = list(rows.notices)
    if "number" in found:
        whole = (number >= 1) & (number < 1e7) & (number % 1 == 0)
        wrong = (checked["problem"] == "") & ~whole
        checked.loc[wrong, "value"] = cells["number"]
        checked.loc[wrong, "problem"] = NO_NUMBER
        two = wrong & could_be_two(cells["number"], rows.mark)
        checked.loc[two, "problem"] = COULD_BE_TWO
    else:
        notices.append("No column of numbers: how many young people took part is not known.")
    bad = bad_rows(rows, checked)
    good = ~rows.table.index.isin(bad.index)
    intensity = cells["intensity"].map(intensity_of)
    table = pd.DataFrame(
        {
            "urn": matched["urn"],
            "partner": _spelt_once(whose.where(whose != "", partner or NOT_NAMED)),
            "number": number,
            "type": cells["type"].map(_one_line).str[:_MOST_TYPE],
            "intensity": intensity,
        }
    )[good]
    if table.empty:
        line, first = bad.index[0], bad.iloc[0]
        raise BadInputError(
            f"No row names a school that is found (first: line {line}, "
            f"{str(first['value'])[:60]!r}: {first['reason']}). Mend them and try again; nothing "
            "was stored."
        )
    if len(bad):
        # Not of how many: a row may be a person.
        many = "rows name no school that is found, or cannot be read, and are"
        one = "row names no school that is found, or cannot be read, and is"
        notices.append(f"{len(bad):,} {many if len(bad) > 1 else one} listed.")
    unknown = ((cells["intensity"] != "") & (intensity == ""))[good]
    if unknown.any():
        notices.append(
            "An intensity is read as one-off, sustained or residential; others are left out "
            f"(first: line {unknown.index[unknown.to_numpy()][0]})."
        )
    return Records(table, bad, notices)


def _partner_of(table: pd.DataFrame, provider: pd.Series, found: dict[str, str]) -> pd.Series:
    """Return whose each row is; a column "Partner name" beside the school's name counts too."""
    whose = provider
    if "provider" not in found:
        for heading in table.columns:
            plain = re.sub(r"[^a-z]", "", str(heading).lower())
            if plain in _PARTNER_HEADINGS and found.get("name") != heading:
                whose = table[heading].str.strip()
                break
    return whose.map(clean_name)


def clean_name(text: str) -> str:
    """Return the name of a partner on one line, not longer than a name is."""
    return _one_line(text)[:MOST_NAME]


def _one_line(text: str) -> str:
    kept = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(kept.split())


def _spelt_once(whose: pd.Series) -> pd.Series:
    """Write a partner as where it stands first: letters large or small make no other one."""
    first = whose.groupby(whose.str.casefold()).transform("first")
    return first.astype("str")


def _given(cells: pd.DataFrame) -> pd.Series:
    """Return what a row says of its school."""
    both = cells["name"].str.cat(cells["town"], sep=", ").str.strip(", ")
    value = cells["urn"].where(cells["urn"] != "", both)
    return value.where(value != "", cells["postcode"])


def intensity_of(text: str) -> str:
    """Read an intensity; empty for what is none.

    Examples
    --------
    >>> intensity_of("Sustained programme"), intensity_of("One off"), intensity_of("other")
    ('sustained', 'one-off', '')
    """
    for name, pattern in _INTENSITY_WORDS.items():
        if re.search(pattern, text, re.IGNORECASE):
            return name
    return ""


def read_agreed(source: bytes | Path, root: Path | None = None) -> dict[str, str]:
    """Read which partner takes which school, as agreed by hand.

    Parameters
    ----------
    source
        A file with a school in each row, as in `read_records`, and a `partner`.

    Returns
    -------
    agreed
        Partner by URN.

    Raises
    ------
    BadInputError
        If a row names no school that is found or no partner, or a school stands twice with two.
    """
    records = read_records(source, root=root)
    if len(records.bad):
        line, first = records.bad.index[0], records.bad.iloc[0]
        raise BadInputError(
            f"The agreed share-out, line {line}, {str(first['value'])[:60]!r}: {first['reason']}."
        )
    table = records.table
    unnamed = table["partner"] == NOT_NAMED
    if unnamed.any():
        raise BadInputError(
            f"The agreed share-out, line {table.index[unnamed][0]}, names no partner. Give a "
            "column partner, with nobody for a school that none takes."
        )
    twice = table.drop_duplicates(["urn", "partner"]).duplicated("urn")
    if twice.any():
        line = table.drop_duplicates(["urn", "partner"]).index[twice.to_numpy()][0]
        raise BadInputError(
            f"The agreed share-out gives school {table['urn'][line]} to two partners (line "
            f"{line}). Keep one."
        )
    return {str(urn): str(who) for urn, who in zip(table["urn"], table["partner"], strict=True)}
