"""A comparison as tables: of texts for a page or a terminal, of figures for files."""

from __future__ import annotations

import pandas as pd

from geo.areas import name_of
from geo.compare import Comparison, league_of
from geo.registry import Indicator, indicator
from layers.compared.words import change_words, model_sentence, pair_sentence, plain_name
from layers.exports import table_csv
from layers.words import datasets_of, ordinal


def cell_of(entry: Indicator, row: pd.Series) -> tuple[str, str]:
    """Return a figure as a table shows it, and under it its interval or why there is none.

    Parameters
    ----------
    entry
        The measure.
    row
        One of `geo.compare.Comparison.figures`.
    """
    if row["why_none"]:
        return "–", str(row["why_none"])
    value = entry.text(float(row["value"]))
    if row["why_no_interval"]:
        return value, "no interval"
    low, high = (entry.text(float(row[end])) for end in ("low", "high"))
    return value, f"{low.removesuffix(entry.suffix)} to {high}"


def text_rows(found: Comparison) -> tuple[list[str], list[list[tuple[str, str, str]]]]:
    """Return the comparison as headings and rows of texts, places as columns.

    Returns
    -------
    headings
        Names of the places.
    rows
        Of each measure: first its label, of whom and when, and nothing; then for each place the
        figure, its interval or why there is none, and what changed.
    """
    headings = [plain_name(found, place) for place in found.places]
    rows = []
    for entry in found.measures:
        cells = [(entry.label, entry.period, "")]
        for place in found.places:
            row = found.figures.loc[[(entry.id, place.code)]].iloc[0]
            cells.append((*cell_of(entry, row), change_words(entry, row)))
        rows.append(cells)
    return headings, rows


def figure_table(found: Comparison) -> pd.DataFrame:
    """Return the figures as a file has them: a row for each measure and place.

    Returns
    -------
    table
        Indexed by `measure` and `area_code`: name, level and nation of the place, label, period and
        source of the measure, and the columns of `geo.compare.Comparison.figures`.
    """
    made = found.figures.copy()
    measures = made.index.get_level_values("measure")
    codes = made.index.get_level_values("area_code")
    places = {place.code: place for place in found.places}
    made.insert(0, "area_name", [places[code].name for code in codes])
    made.insert(1, "nation", [places[code].nation for code in codes])
    made.insert(2, "label", [indicator(name).label for name in measures])
    made.insert(3, "unit", [_unit(indicator(name)) for name in measures])
    made["period"] = [indicator(name).period for name in measures]
    whole = ["people", "rank_low", "rank_high", "of", "since"]
    made[whole] = made[whole].astype("Int64")
    return made.assign(source=[datasets_of(name) for name in measures])


def _unit(entry: Indicator) -> str:
    return "share, 0 to 1" if entry.kind == "rate" else entry.suffix.strip() or "score"


def difference_table(found: Comparison) -> pd.DataFrame:
    """Return the tested differences as a file has them: a row for each measure and pair.

    Returns
    -------
    table
        As `geo.compare.Comparison.differences`, with the names of both and a sentence.
    """
    made = found.differences.copy()
    names = {place.code: plain_name(found, place) for place in found.places}
    said = []
    for measure, first, second in made.index:
        texts = [pair_sentence(found, indicator(measure), first, second).text]
        if measure == "tundra_rate":
            texts.append(model_sentence(found, first, second).text)
        said.append(" ".join(filter(None, texts)))
    made.insert(0, "first_name", [names[first] for _, first, _ in made.index])
    made.insert(1, "second_name", [names[second] for _, _, second in made.index])
    return made.assign(sentence=said)


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a CSV that a spreadsheet opens as it is."""
    return table_csv(table)


def league_rows(entry: Indicator, level: str) -> list[list[str]]:
    """Return the league of a level in groups of places that cannot be told from their leader.

    Parameters
    ----------
    entry, level
        A measure and a level whose figures have intervals.

    Returns
    -------
    rows
        Of each group, the worst first: between which ranks it stands, its figures from the first to
        the last, and the names of its places.
    """
    league = league_of(entry.id, level)
    rows = []
    for _, group in league.groupby("group"):
        first, last = int(group["first"].iloc[0]), int(group["last"].iloc[0])
        ranks = ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"
        ends = [entry.text(float(group["value"].iloc[at])) for at in (0, -1)]
        figures = ends[0] if ends[0] == ends[1] else " to ".join(ends)
        rows.append([ranks, figures, "; ".join(name_of(level, str(code)) for code in group.index)])
    return rows
