"""The method page on words: each meaning of cold, and how uncertain one figure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import betainc

from geo import settings, tables
from geo.areas import Prior, fit_prior, lowest_fifth_limit
from geo.coldspots import DEFINITIONS, ColdSpotResult, ranks, weightings
from geo.coldspots import below_expectation as gap
from geo.posterior import FIFTHS
from layers.method.parts import Section, formula, listed, paragraphs, share, spelled

MEASURES = {
    "tundra_rate": "participation",
    "iod25_he_non_entry": "the Indices' own measure of entry to higher education",
    "iod25_children_score": "a children's index of attainment, absence and entry",
    "iod25_adult_skills_score": "adults without qualifications",
}
"""Words for what a composite may be made of."""


HALF = 0.5
"""A weight, as an example."""


def meanings(found: ColdSpotResult) -> tuple[Section, ...]:
    """Return what each definition means by cold."""
    return (
        Section(
            "definitions",
            f"{spelled(len(DEFINITIONS)).capitalize()} meanings of cold",
            "The word stands for the tested ones unless a page says otherwise. The other "
            "definitions answer other questions and mark other places.",
        ),
        *(
            Section(
                entry.id,
                entry.label,
                paragraphs(entry.sentence, _MORE.get(entry.id, _nothing)(found)),
                level=3,
            )
            for entry in DEFINITIONS
        ),
    )


def _nothing(_: ColdSpotResult) -> str:
    return ""


def _local_g(found: ColdSpotResult) -> str:
    pockets = int(found.areas.table["low_high"].to_numpy(dtype=bool).sum())
    return (
        "How it works is explained [above](#tested), how often it is wrong [below](#null-check). A "
        "place that is low while its neighbours are higher than chance scatters is no cold spot "
        "but a *cold pocket*: local Moran (Anselin 1995), tested in the same way, finds "
        f"{pockets:,}."
    )


def _threshold(found: ColdSpotResult) -> str:
    table = found.areas.table
    low = (table["tundra_quintile"] == 1).fillna(False).to_numpy(dtype=bool)
    cold = table["cold_spot"].to_numpy(dtype=bool)
    return (
        "It is the sector's convention and looks at each neighbourhood alone. It marks "
        f"{low.sum():,}; {(low & cold).sum():,} of the {cold.sum():,} tested cold spots are among "
        f"them. The other {(low & ~cold).sum():,} may be low by luck, or stand alone, or be low "
        "among places that are not low enough for the test."
    )


def _double(_: ColdSpotResult) -> str:
    return (
        "It says where low participation and deprivation meet, and nothing of whether one brings "
        "the other. The index holds entry to higher education itself as one small indicator of "
        "many, so the two are not wholly apart."
    )


def _gap(found: ColdSpotResult) -> str:
    gaps = region_gaps(found.areas.table)
    highest, lowest = (gaps.means.sort_values(ascending=up) for up in (False, True))
    predictors = [name.removeprefix("iod25_").removesuffix("_score") for name in gap.PREDICTORS]
    return paragraphs(
        "A straight line is fitted over all English neighbourhoods with a rate, each weighted by "
        "its pupils. It expects participation from the scores of "
        f"{spelled(len(predictors))} domains of the Indices of Deprivation ({listed(predictors)}) "
        "and from whether the place is rural; the education domain is left out, because it "
        "contains participation. The gap is the rate less what is expected:",
        formula("gap = r − (β₀ + β₁x₁ + β₂x₂ + …)"),
        f"The lowest gaps that together hold {share(gap.FIFTH)} of pupils are marked. Gaps of "
        "neighbours resemble each other, so no standard errors are given; a gap is also shown "
        "less the mean of its region. It is no verdict on schools or on anyone else: what is not "
        "in the line is in the gap.",
        f"Regions differ: {_signed(highest)} lie above the line on average, {_signed(lowest)} "
        f"below. That accounts for {gaps.explained:.0%} of how gaps vary; that London is London "
        f"for {gaps.london:.0%}.",
    )


def _signed(means: pd.Series) -> str:
    """List the first three regions with their mean gaps."""
    return listed([f"{name} ({gap * 100:+.1f} points)" for name, gap in means.head(3).items()])


@dataclass(frozen=True)
class RegionGaps:
    """How gaps differ between regions; each neighbourhood weighs by its pupils."""

    means: pd.Series
    """Mean gap of each region, by its name."""
    explained: float
    """Share of the variance of gaps that lies between regions."""
    london: float
    """The same with London against the rest."""


def region_gaps(table: pd.DataFrame) -> RegionGaps:
    """Compare the gaps of regions (`geo.coldspots.below_expectation`)."""
    found = gap.find_gap(table)["gap"]
    known = pd.DataFrame(
        {
            "gap": found,
            "weight": table["tundra_cohort"].astype("float64"),
            "in": table["region_name"],
        }
    ).dropna()

    def mean(part: pd.DataFrame) -> float:
        return float(np.average(part["gap"], weights=part["weight"]))

    whole = mean(known)
    total = float((known["weight"] * (known["gap"] - whole) ** 2).sum())

    def explained(names: pd.Series) -> float:
        parts = [part for _, part in known.groupby(names)]
        between = sum(part["weight"].sum() * (mean(part) - whole) ** 2 for part in parts)
        return float(between / total)

    means = pd.Series({str(name): mean(part) for name, part in known.groupby("in")})
    return RegionGaps(means, explained(known["in"]), explained(known["in"] == "London"))


def _weightings(_: ColdSpotResult) -> str:
    draws, spread = weightings.DRAWS, weightings.SPREAD
    measures = [MEASURES[name] for name in weightings.MEASURES]
    return paragraphs(
        f"Several measures can be put together ({'; '.join(measures)}), but no one knows how much "
        f"each should count. So {draws:,} weightings are drawn around the one you choose. "
        f"A place is marked if it is among the coldest {share(weightings.FIFTH)} in more than "
        f"{share(weightings.MOST)} of them; the page gives that share, never a single rank.",
        formula(f"w drawn from Dirichlet({spread:g} w₀)"),
        "Each measure is turned into an order from coldest to warmest first. The number "
        f"{spread:g} sets how closely the draws keep to the weights w₀ that were asked for: one "
        f"of {share(HALF)} varies by {_spread_of(HALF) * 100:.0f} percentage points either way, as "
        "a standard deviation. The share is a matter of choice among weights; it says nothing of "
        "luck in the figures.",
    )


def _likely(_: ColdSpotResult) -> str:
    return paragraphs(
        "Each place has a chance of being in the fifth of pupils with the lowest *true* rates, by "
        "[a spatial model](#model). The places are taken from the likeliest down, as many as keep "
        "the mean chance of being wrong at or below what you allow: 5, 10, 12.5 or 20 in 100. It "
        "is the list to plan with; it does not say that low participation gathers somewhere."
    )


_MORE: dict[str, Callable[[ColdSpotResult], str]] = {
    "local-g": _local_g,
    "likely": _likely,
    "threshold": _threshold,
    "double": _double,
    "gap": _gap,
    "weightings": _weightings,
}


def _spread_of(weight: float) -> float:
    """Return the standard deviation of one weight over the draws, which are Dirichlet's."""
    return float((weight * (1 - weight) / (weightings.SPREAD + 1)) ** 0.5)


def uncertainty(found: ColdSpotResult) -> tuple[Section, ...]:
    """Return how uncertain the figure of one place is."""
    published = tables.load("tundra_lsoa11", ["rate", "cohort", "quintile"])
    limit = lowest_fifth_limit(published["rate"], published["quintile"])
    prior = fit_prior(published["rate"], published["cohort"])
    return (
        Section(
            "uncertain",
            "How uncertain one figure is",
            "The pupils counted are all there were, but another five year groups from the same "
            "homes would not have done exactly the same. Four figures say how much of a rate may "
            "be luck.",
        ),
        _interval(),
        _shrunk(prior, float(published["cohort"].median())),
        _lowest_fifth(found, limit, published, prior),
        _rank(),
    )


def _normal() -> float:
    """Return how many standard deviations hold the confidence level, on either side."""
    return NormalDist().inv_cdf(0.5 + settings.CONFIDENCE_LEVEL / 2)


def _interval() -> Section:
    level = share(settings.CONFIDENCE_LEVEL)
    return Section(
        "interval",
        "Interval",
        paragraphs(
            f"The {level} interval holds the true rates that fit the published one. Intervals "
            f"made this way hold the true rate about {level} of the time (Wilson 1927).",
            formula("(r + z²/2n ± z √(r(1 − r)/n + z²/4n²)) / (1 + z²/n)"),
            f"Here *z* is {_normal():.2f}. Rate and pupils are used as published, and no count "
            "is worked back from them: that could give pupils away.",
        ),
        level=3,
    )


def _shrunk(prior: Prior, middle: float) -> Section:
    own = middle / (middle + prior.people)
    return Section(
        "shrunk",
        "Shrunk rate",
        paragraphs(
            "A rate on few pupils is drawn towards the national one, the more so the fewer there "
            f"are. England as a whole counts as {prior.people:.0f} pupils' worth of evidence; a "
            f"neighbourhood with the median cohort, {middle:.0f}, keeps {own:.0%} of its "
            "own rate (Marshall 1991).",
            formula("shrunk = w r + (1 − w) b", "w = n / (n + P)", "P = b(1 − b)/a − 1"),
            "The letters are those of [the test](#small-numbers), fitted over the areas of 2011 "
            "for which rates are published; *P* is England's worth in pupils.",
            "It is shown beside the published rate, never in its place, and no test uses it: "
            "testing rates that were first drawn towards their neighbours' finds cold where there "
            "is none, as the [check below](#null-check) shows.",
        ),
        level=3,
    )


def _true_fifth(published: pd.DataFrame, prior: Prior) -> float:
    """Return the rate below which a fifth of pupils' true rates lie, by the model."""
    known = published.dropna()
    rate, cohort = known["rate"].to_numpy(), known["cohort"].to_numpy()
    into = prior.people * prior.mean + cohort * rate
    rest = prior.people + cohort - into

    def beyond(limit: float) -> float:
        return float(np.average(betainc(into, rest, limit), weights=cohort)) - 0.2

    return float(brentq(beyond, 0.01, 0.99))


def _lowest_fifth(
    found: ColdSpotResult, limit: float, published: pd.DataFrame, prior: Prior
) -> Section:
    table = found.areas.table
    chance = table["prob_lowest_fifth"].dropna()
    low, high = settings.UNCERTAIN
    between = int(chance.between(low, high).sum())
    hatched = int(table[FIFTHS[0]].between(low, high).sum())
    inside = (table["tundra_quintile"] == 1) & (table["tundra_rate_high"] < limit)
    lowest = int((table["tundra_quintile"] == 1).sum())
    return Section(
        "lowest-fifth",
        "Chance of a true rate below the lowest fifth's limit",
        paragraphs(
            f"The lowest fifth ends at a published rate of {limit:.1%}. From a place's own rate, "
            "its pupils and how true rates vary over England follows how likely each true rate "
            "is; the chance is the part of that below the limit *L*:",
            formula("chance of θ < L", "θ drawn from Beta(Pb + nr, P(1 − b) + n(1 − r))"),
            f"Of {len(chance):,} neighbourhoods {between:,} have a chance between {share(low)} "
            f"and {share(high)}: their true rate may be below or above the limit. The limit "
            "is where a fifth of *published* rates ends, and luck "
            "spreads those; a fifth of true rates would end higher, at "
            f"{_true_fifth(published, prior):.1%} by the same model. Only "
            f"{int(inside.fillna(False).sum()):,} of {lowest:,} in the lowest fifth have an "
            "interval wholly inside it. The map hatches by the spatial model instead: "
            f"{hatched:,} may or may not be in the lowest fifth of *true* rates, with a chance of "
            f"{share(low)} to {share(high)}.",
        ),
        level=3,
    )


def _rank() -> Section:
    level = share(settings.CONFIDENCE_LEVEL)
    return Section(
        "rank",
        "Rank interval",
        "A place's rank is uncertain too, the more so in the middle, where many places lie close "
        f"together. Its {level} interval comes from {ranks.DRAWS:,} joint draws: the true rates of "
        "all areas are drawn together from what is known of each; each time all are put in order, "
        f"and the interval holds the middle {level} of the ranks that the place had.",
        level=3,
    )
