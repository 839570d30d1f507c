"""The method page on trust: the check on made-up Englands, and what the method cannot tell."""

from __future__ import annotations

from typing import Any

from geo import settings
from geo.coldspots import STATUS, ColdSpotResult, basis_of
from geo.coldspots import significance as coldspots
from geo.files import read_json
from geo.registry import geography
from geo.settings import data_dir
from layers.method.parts import Facts, Section, grid, paragraphs, share, young

MUCH = 3.0
"""How many times too often chance may pass the test before a cold spot is much less sure."""
NULL_CHECK = "null_check.json"
"""File of the data folder with the figures of the check, made by `benchmarks.null_check`."""
OTHERS = "other_levels"
"""Key of the same figures for levels of other nations, by level."""


def read_null_check() -> dict[str, Any]:
    """Read the figures of the check on worlds without cold spots.

    Raises
    ------
    IntegrityError
        If the file is missing or is not JSON.
    """
    figures: dict[str, Any] = read_json(data_dir() / NULL_CHECK)
    return figures


def null_check(figures: dict[str, Any]) -> Section:
    """Return what the test finds where there is nothing, and how much of what there is.

    Parameters
    ----------
    figures
        From `read_null_check`.
    """
    method, wrong = (figures["without_cold_spots"][name] for name in ("method", "wrong"))
    return Section(
        "null-check",
        "The test tried on made-up Englands",
        paragraphs(
            f"Does the test keep its promise? It was tried on {method['worlds']:,} made-up "
            "Englands without any cold spots. Map, neighbours and cohorts are the real ones; the "
            f"true rate of each of the {figures['nodes']:,} places is drawn on its own, whatever "
            "its neighbours are, and its pupils from that. Whatever the test marks there is false. "
            "What is tried are steps one to four; the fifth only takes marks away.",
            _kept(method, figures["q"], figures["rare"]),
            grid(["", "The method", "A wrong recipe"], _rows(method, wrong, "England")),
            "The wrong recipe draws each rate towards its neighbours' before testing, as maps "
            "are often smoothed. It finds cold where there is none, and the same check shows it.",
            *_by_cohort(figures),
            _power(figures["planted"]),
            f"Made with exact chances, and false alarms held at {share(figures['q'])}. In a "
            "terminal with the project's folder, `python -m benchmarks.null_check` makes it again.",
            *(_elsewhere(level, one) for level, one in figures.get(OTHERS, {}).items()),
        ),
    )


def _elsewhere(level: str, figures: dict[str, Any]) -> str:
    """Describe how the test stood the same check within another nation."""
    nation, without = basis_of(level).nation, figures["without_cold_spots"]
    return paragraphs(
        f"**The same for {nation}**, whose {figures['nodes']:,} {geography(level).plural} are "
        f"tested by themselves, with {without['method']['worlds']:,} made-up {nation}s. "
        + _kept(without["method"], figures["q"], figures["rare"])
        + _left_over(without["method"]),
        grid(
            ["", "The method", "A wrong recipe"],
            _rows(without["method"], without["wrong"], nation),
        ),
        *_by_cohort(figures, nation),
        _power(figures["planted"], nation),
    )


def _by_cohort(figures: dict[str, Any], nation: str = "England") -> list[str]:
    """Describe what is found where rates depend on cohorts; nothing where that was not tried."""
    made = figures["without_cold_spots"].get("by_cohort")
    if made is None:
        return []
    rare, marked = made["rare_over_nominal"], round(made["any_found"] * made["worlds"])
    return [
        "**Where rates depend on cohorts.** In reality they do: places with many people have other "
        f"rates, on the whole, than places with few. In {made['worlds']:,} more made-up {nation}s "
        "each place's true rate was drawn from those of its tenth of cohorts, "
        "still whatever its neighbours are. Rare chances then came "
        f"{rare['largest']:.2f} times as often as they should in the tenth of windows with most "
        f"people and {rare['smallest']:.2f} times as often in the tenth with fewest; something was "
        f"marked in {marked:,}. So a cold spot of many people is {_less(rare['largest'])} sure "
        "than the test says, and one of few is surer."
    ]


def _less(times: float) -> str:
    """Return how much less sure a cold spot is where chance passes the test so often."""
    return "much less" if times > MUCH else "a little less"


def by_cohort_line(level: str) -> str:
    """Return in one sentence how the test leans where rates depend on cohorts; empty if untried."""
    figures = read_null_check()
    held = figures if figures["level"] == level else figures.get(OTHERS, {}).get(level, {})
    made = held.get("without_cold_spots", {}).get("by_cohort")
    if made is None:
        return ""
    rare = made["rare_over_nominal"]
    return (
        "As rates depend on the size of cohorts, chance alone passes the test "
        f"{rare['largest']:.1f} times as often as it should among the places with most people, and "
        f"{rare['smallest']:.1f} times as often among those with fewest "
        "([how that was tried](./method#null-check))."
    )


def _kept(method: dict[str, Any], q: float, rare: float) -> str:
    marked = round(method["any_found"] * method["worlds"])
    fits = "That fits." if method["any_found"] <= method["at_most"] else "**That does not fit.**"
    return (
        f"It marked something in {marked:,} of them, {method['any_found']:.1%}. The promise "
        f"allows {share(q)}; with so many worlds up to {method['at_most']:.1%} would fit it "
        f"(two standard errors more). {fits} Chances of one in {1 / rare:,.0f} or less should "
        f"also come once in {1 / rare:,.0f} windows, on few pupils as on many: the table gives "
        "how many came over how many should, and 1 is right."
    )


def _left_over(method: dict[str, Any]) -> str:
    """Describe what the last step leaves, where that was tried."""
    if "any_cold_spot" not in method:
        return ""
    return (
        " These are windows. Step five, which tests the place itself, takes marks away: a cold "
        f"spot was marked in {method['any_cold_spot']:.1%}, and outside the zones marked as "
        f"full of students in {method['any_unmarked_cold_spot']:.1%}. Cohorts differ far more here "
        "than in England, and windows of large ones are marked a little too easily."
    )


def _rows(method: dict[str, Any], wrong: dict[str, Any], nation: str) -> list[list[str]]:
    both = (method, wrong)
    whom = "pupils" if nation == "England" else "people aged 17 to 21"
    parts = {
        "all": "Rare chances, over as many as should come",
        "smallest": f"in the tenth of windows with fewest {whom}",
        "largest": "in the tenth with most",
    }
    return [
        [f"Made-up {nation}s", *(f"{one['worlds']:,}" for one in both)],
        ["Share with anything marked", *(f"{one['any_found']:.1%}" for one in both)],
        ["Most that fits the promise", *(f"{one['at_most']:.1%}" for one in both)],
        *(
            [label, *(f"{one['rare_over_nominal'][part]:.2f}" for one in both)]
            for part, label in parts.items()
        ),
    ]


def _power(planted: dict[str, Any], nation: str = "England") -> str:
    return (
        f"**It misses most.** In {planted['worlds']:,} other made-up {nation}s "
        f"{planted['clusters']:,} clusters of {planted['cluster_size']:,} touching places were "
        f"made colder by {planted['drop'] * 100:.0f} percentage points. The test found "
        f"{planted['found']:.0%} of the places in them: its power against small clusters is low. "
        "So a place that is not marked is not shown to be warm. Of the places it "
        f"did mark, {planted['not_planted']:.0%} were not in a cluster, and "
        f"{planted['none_near']:.0%} had none of one in their window. "
        f"{planted['found_again']:.0%} of what it marked was marked again with a second cohort."
    )


def limits(found: ColdSpotResult, facts: Facts) -> Section:
    """Return what the method cannot tell."""
    table = found.areas.table
    summary = found.summary()
    lone = int(((table["status"] == STATUS[3]) & table["tundra_rate"].notna()).sum())
    windows = summary["cold_spots"] + summary["cold_surroundings"]
    q, nodes = coldspots.Q, facts.nodes
    return Section(
        "limits",
        "What it cannot tell",
        paragraphs(
            f"**Places are not people** (the ecological fallacy). {settings.NOT_ONE_PERSON} In a "
            "cold spot many go on; elsewhere many do not.",
            "**A rate is a share of somebody** (denominators). These are "
            f"{settings.TUNDRA_WHO}, five year groups added together. {settings.TUNDRA_LEFT_OUT} "
            "Where many go to such schools the figure speaks for the rest. The young people "
            f"counted in a zone are others, {young()}: a rate times their number is not a count of "
            "anyone. The Indices' own measure of entry stands on a denominator that we have not "
            "seen defined, so only its order is used.",
            "**It is about then.** The test says nothing about who goes on today, and nothing "
            "about why few did.",
            "**Student areas.** Pupils count where they lived at 16, not where students study. "
            "Neighbourhoods full of students have few pupils, so their rates are unsure or "
            "withheld, while deprivation describes all who live there, students among them.",
            "**Edges.** At the coast, and at the border with Wales and Scotland, where this "
            "measure does not exist, a place has fewer neighbours. The same goes for a place "
            "whose neighbours' rates are withheld. Its window is compared with random ones of its "
            "own size, so it is not marked more easily; but a small one must be colder for it. "
            f"{summary['not_assessed']:,} neighbourhoods are not assessed: {lone:,} of them have "
            "a rate but touch no other that has one, the rest have none. Catchment scores count "
            "young people of Wales and Scotland by straight lines, and by a table of costs where "
            "it has their small areas; by a router they are left out, and scores near the border "
            "are too high.",
            f"**Many tests at once.** {nodes:,} places are tested. To mark each with a chance of "
            f"{share(q)} or less would mark about {q * nodes:,.0f} in an England without any cold "
            "spots; that is why the share of false ones is held instead. A share names no names: "
            f"of {windows:,} neighbourhoods with a cold window some {q * windows:,.0f} may be "
            "false, and nobody can say which. The promise is about windows; that a cold spot must "
            "also be low itself takes some away, and no promise of its own is made for the rest. "
            "Windows overlap, so the tests lean on each other. The rule bears some kinds of that "
            "(Benjamini and Yekutieli 2001); that these windows are of such a kind is tried by the "
            "[check](#null-check), not proved, and one recipe has a rule that bears any kind.",
            "**Lines on the map.** Other boundaries would make other cold spots. That is why "
            "larger areas are tested too.",
            "**Chance is a low bar.** Participation differs from district to district all over "
            "England. To be colder than a random scatter is not to be colder than a place's "
            "people, schools and jobs would lead one to expect.",
        ),
    )
