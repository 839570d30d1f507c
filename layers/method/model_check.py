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
            "small cohort is drawn further towards its neighbours, a large one hardly at all. The "
            "model is the BYM2 model of disease mapping (Riebler 2016), fitted by nested Laplace "
            "approximations (Rue 2009) when the data are built; its list is cut as Müller, "
            f"Parmigiani and Rice do (Müller 2006). {BUNDLED_DRAWS:,} joint draws come with the "
            "program, each rounded to 0.4 percentage points, so that the rate of any set of "
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
        "cover_smallest": "of the fifth of places with the smallest cohorts",
        "cover_largest": "of the fifth with the largest",
        "error_below_national": "Error of the chances of being below England",
        "error_lowest_fifth": "Error of the chances of the lowest fifth",
        f"wrong_at_{WRONG:g}": f"Wrong ones in a list that allows {share(WRONG)}",
        f"found_at_{WRONG:g}": "Part of the true lowest fifth on that list",
        "wrong_tested": "Tested cold spots that are not in the true lowest fifth",
        "found_tested": "Part of the true lowest fifth that is a tested cold spot",
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
    planted = figures["planted"]
    if planted["worlds"]:
        said.append(
            f"In {planted['worlds']:,} Englands like the real one, {planted['patches']:,} patches "
            f"of {planted['patch_size']} touching places were given {share(planted['patch_rate'])} "
            f"of their rate. Of those places the test found {planted['tested_all']:.0%}; with 5% "
            f"wrong ones to expect, the list of the lowest fifth found {planted['fifth_all']:.0%} "
            f"and that of places below England {planted['below_all']:.0%}. Where the patch had "
            f"been low before (under 35%), the three found {planted['tested_were_low']:.0%}, "
            f"{planted['fifth_were_low']:.0%} and {planted['below_were_low']:.0%}; where it had "
            f"been high (50% and more), {planted['tested_were_high']:.0%}, "
            f"{planted['fifth_were_high']:.0%} and {planted['below_were_high']:.0%}."
        )
    return [
        *said,
        "In a terminal with the project's folder, `python -m benchmarks.posterior` makes it again.",
    ]
