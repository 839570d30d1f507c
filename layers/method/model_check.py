"""The Method page on the spatial model: what it asks, what it is, and how it stood its check."""

from __future__ import annotations

from typing import Any

from geo.coldspots import LIKELY, TESTED, ColdSpotQuery, find_all
from geo.files import read_json
from geo.posterior import BUNDLED_DRAWS, INTERVAL, WRONG, load_draws
from geo.settings import data_dir
from layers.method.parts import Section, formula, grid, paragraphs, share

POSTERIOR_CHECK = "posterior_check.json"
"""File of the data folder with the figures of the check, made by `benchmarks.posterior`."""
_LEVEL = "lsoa21"
_SHARES = (0.05, 0.1, 0.125, 0.2)
"""Shares of wrong ones that lists are cut at."""


def read_model_check() -> dict[str, Any]:
    """Read the figures of the check of the spatial model on made-up Englands.

    Raises
    ------
    IntegrityError
        If the file is missing or is not JSON.
    """
    figures: dict[str, Any] = read_json(data_dir() / POSTERIOR_CHECK)
    return figures


def model_section(figures: dict[str, Any]) -> Section:
    """Return how sure the rates are by the spatial model.

    Parameters
    ----------
    figures
        From `read_model_check`.
    """
    tested, listed = (
        find_all(ColdSpotQuery(_LEVEL, name)).areas["cold_spot"].astype(bool)
        for name in (TESTED, LIKELY)
    )
    shared = int((tested & listed).sum())
    drawn = load_draws(_LEVEL)
    return Section(
        "model",
        "How sure: a spatial model of every rate",
        paragraphs(
            "Two questions sound alike and are not. *Where is low participation clustered beyond "
            f"chance?* The test answers that, with {int(tested.sum()):,} cold spots. *Which places "
            "are truly low?* For that one needs, of each place, how likely its true rate is to be "
            f"low; {int(listed.sum()):,} neighbourhoods are so likely to be in the lowest fifth "
            f"that {share(WRONG)} of the list may be expected to be wrong. {shared:,} are on both.",
            "A model gives those chances. It takes it that the pupils of a place went on with the "
            "place's true rate, and that true rates vary in two ways: in a way that places share "
            "with those they touch, and in a way of their own.",
            formula("logit p = μ + σ(√φ · u + √(1 − φ) · v)"),
            "Here *u* is shared among places that touch, *v* is a place's own, and both vary by "
            f"about 1; σ is {figures['sigma']:.2f} and φ {figures['phi']:.2f} on the figures that "
            f"come with the program, so {figures['phi']:.0%} of the variance is shared. A "
            "small cohort is drawn further towards its neighbours, a large one hardly at all. "
            "Islands have the nearest places as neighbours. The model is the BYM2 model of disease "
            "mapping (Riebler 2016), fitted by nested Laplace approximations (Rue 2009) when the "
            "data are built; its list is cut as Müller, Parmigiani and Rice do (Müller 2006). "
            f"{BUNDLED_DRAWS:,} joint draws come with the program, each rounded to 0.4 percentage "
            "points, so that the rate of any set of "
            "places, and whether one is lower than another, follows from them. An interval of the "
            f"model holds {share(INTERVAL)}. A place is in the lowest fifth if it is among the "
            "places with the lowest true rates that hold a fifth of the pupils.",
            *_checked(figures),
            f"In all, {len(drawn.unit):,} of today's neighbourhoods have a rate and so a chance; "
            "the rest get none. The model knows nothing of what has changed since those pupils "
            "left school.",
        ),
    )


def _checked(figures: dict[str, Any]) -> list[str]:
    """Put what the check found into a table and words, the bad figures too."""
    kinds = [(figures[kind], kind) for kind in ("model", "rough") if figures[kind]["worlds"]]
    if not kinds:
        return []
    titles = {"model": "Drawn from the model", "rough": "Rougher than the model"}
    percent = {
        "cover": f"True rates inside their {share(INTERVAL)} interval",
        "error_below_national": "Error of the chances of being below England",
        "error_lowest_fifth": "Error of the chances of the lowest fifth",
        "zone_cover_measured": "True rates of zones inside the measured rate's 95% interval",
        "zone_cover_modelled": "the same, by the model",
    }
    rows = [["Made-up Englands", *(f"{one['worlds']:,}" for one, _ in kinds)]]
    rows += [[label, *(f"{one[name]:.1%}" for one, _ in kinds)] for name, label in percent.items()]
    said = [
        "**Does it keep its promises?** It was fitted to made-up Englands whose true rates are "
        "known, on the real map with the real cohorts. Some were drawn from the model itself, some "
        "from a rougher one, in which every authority has a level of its own with hard edges and "
        "single places stray far. The error of chances is how far they lie, on average, from how "
        "often the thing is so.",
        grid(["", *(titles[kind] for _, kind in kinds)], rows),
    ]
    said += [*_by_fifth(kinds, titles), *_by_share(kinds, titles), *_curve(kinds, titles)]
    planted = figures["planted"]
    if planted["worlds"]:
        said.append(
            f"In {planted['worlds']:,} Englands like the real one, {planted['patches']:,} patches "
            f"of {planted['patch_size']} touching places were given {share(planted['patch_rate'])} "
            f"of their rate. Of those places the test found {planted['tested_all']:.0%}; with 5% "
            f"wrong ones to expect, the list of the lowest fifth found "
            f"{planted['fifth_at_0.05_all']:.0%} and that of places below England "
            f"{planted['below_at_0.05_all']:.0%}. Where the patch had "
            f"been low before (under 35%), the three found {planted['tested_were_low']:.0%}, "
            f"{planted['fifth_at_0.05_were_low']:.0%} and "
            f"{planted['below_at_0.05_were_low']:.0%}; where it had been high (50% and more), "
            f"{planted['tested_were_high']:.0%}, {planted['fifth_at_0.05_were_high']:.0%} and "
            f"{planted['below_at_0.05_were_high']:.0%}. A patch that was high is still above most "
            "of the country at that rate: the list of places below England is the one to look "
            "for it in."
        )
        said += _planted_by_share(planted)
    return [
        *said,
        *_nothing_shared(figures),
        "In a terminal with the project's folder, `python -m benchmarks.posterior` makes it again.",
    ]


_Kinds = list[tuple[dict[str, Any], str]]


def _by_fifth(kinds: _Kinds, titles: dict[str, str]) -> list[str]:
    """Tabulate how often intervals hold the true rate, by fifth of cohorts."""
    names = ("the smallest", "the second", "the third", "the fourth", "the largest")
    rows = [
        [name, *(f"{one['cover_by_cohort'][fifth]:.1%}" for one, _ in kinds)]
        for fifth, name in enumerate(names)
    ]
    return [
        f"True rates inside their {share(INTERVAL)} interval, by fifth of cohorts:",
        grid(["Fifth", *(titles[kind] for _, kind in kinds)], rows),
    ]


def _by_share(kinds: _Kinds, titles: dict[str, str]) -> list[str]:
    """Tabulate how much of the true lowest fifth each list holds, and how much of it is wrong."""

    def cells(name: str) -> list[str]:
        return [
            f"{one[f'found_{name}']:.1%} ({one[f'wrong_{name}']:.1%} wrong)" for one, _ in kinds
        ]

    rows = [[f"List that allows {share(one)}", *cells(f"at_{one:g}")] for one in _SHARES]
    rows.append(["Tested cold spots", *cells("tested")])
    return [
        "Part of the true lowest fifth that is found, and how much of what is named is wrong:",
        grid(["", *(titles[kind] for _, kind in kinds)], rows),
    ]


def _planted_by_share(planted: dict[str, Any]) -> list[str]:
    """Tabulate how much of planted patches each list holds, by the share it allows to be wrong."""
    rows = [
        [f"List that allows {share(one)}", *(f"{planted[f'{name}_at_{one:g}_all']:.1%}" for name in
         ("fifth", "below"))]
        for one in _SHARES
    ]  # fmt: skip
    rows.append(["Tested cold spots", f"{planted['tested_all']:.1%}", ""])
    return [grid(["Part of the patches found", "Lowest fifth", "Below England"], rows)]


def _curve(kinds: _Kinds, titles: dict[str, str]) -> list[str]:
    """Tabulate how often places are in the true lowest fifth, by the chance that was given."""
    rows = []
    for first in range(10):
        cells = []
        for one, _ in kinds:
            held = [row for row in one["curve_lowest_fifth"] if int(row[0] * 10) == first]
            weight = sum(row[2] for row in held)
            mean = [sum(row[at] * row[2] for row in held) / weight for at in (0, 1)]
            cells.append(f"{mean[0]:.1%}: {mean[1]:.1%}")
        rows.append([f"{first * 10} to {first * 10 + 10}%", *cells])
    return [
        "The chance of the lowest fifth that was given, in the middle, and how often it was so:",
        grid(["Chance", *(titles[kind] for _, kind in kinds)], rows),
    ]


def _nothing_shared(figures: dict[str, Any]) -> list[str]:
    """Describe what the list does where rates depend on cohorts alone."""
    made = figures["by_cohort"]
    if not made["worlds"]:
        return []
    wrong = {
        part: made[f"not_low_{part}_at_{WRONG:g}"] / made[f"listed_{part}_at_{WRONG:g}"]
        for part in ("all", "smallest", "largest")
    }
    return [
        f"In {made['worlds']:,} Englands whose rates depend on the size of cohorts and on nothing "
        f"that places share, {wrong['all']:.1%} of the list that allows {share(WRONG)} was wrong; "
        f"among the tenth of windows with fewest pupils {wrong['smallest']:.1%}, among the tenth "
        f"with most {wrong['largest']:.1%}. In the same worlds the rarest windows of the test came "
        f"{made['rare_smallest']:.2f} and {made['rare_largest']:.2f} times as often as they should "
        "([more of these](#null-check)): the list leans the other way, and less."
    ]
