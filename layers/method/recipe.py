"""The method page on the test: its five steps, how sure an answer is, and zones."""

from __future__ import annotations

import numpy as np

from geo import settings
from geo.areas import Prior
from geo.coldspots import ColdSpotResult, permutations, zone_schools
from geo.coldspots import robustness as robust
from geo.coldspots import significance as coldspots
from geo.scan import MOST, REPLICATES, SCAN_P
from layers.method.parts import Facts, Section, formula, grid, paragraphs, share, spelled

EXAMPLE_RATE = 0.2
EXAMPLE_COHORTS = (30, 300)
"""An example in the text: one rate on few people and on many."""


def standing(rate: float, cohort: float, prior: Prior) -> float:
    """Return how many standard deviations a rate is from the national one, as the test does."""
    return float(
        (rate - prior.mean) / np.sqrt(prior.variance + prior.mean * (1 - prior.mean) / cohort)
    )


def steps(facts: Facts) -> tuple[Section, ...]:
    """Return how a neighbourhood is tested."""
    return (
        Section(
            "tested",
            "How a neighbourhood is tested",
            "Five steps lead from a published rate to a cold spot. Each is said in words first; "
            "the formula below the words says the same and can be passed over.",
        ),
        _small_numbers(facts),
        _window(facts),
        _chance(),
        _false_discoveries(facts),
        _own_rate(),
    )


def _small_numbers(facts: Facts) -> Section:
    prior = facts.prior
    few, many = (standing(EXAMPLE_RATE, cohort, prior) for cohort in EXAMPLE_COHORTS)
    return Section(
        "small-numbers",
        "1. Allow for small numbers",
        paragraphs(
            "The fewer pupils stand behind a rate, the more of it is luck. So each rate is "
            "measured by how far it lies from that of all neighbourhoods that have one, in units "
            "of how far rates on so many pupils usually lie from it. A rate of "
            f"{share(EXAMPLE_RATE)} on {EXAMPLE_COHORTS[0]} pupils lies {-few:.1f} such units "
            f"below the {prior.mean:.1%} of all together; the same rate on "
            f"{EXAMPLE_COHORTS[1]} pupils lies {-many:.1f} below, and counts for more.",
            formula("z = (r − b) / √(a + b(1 − b)/n)"),
            "Here *r* is the published rate, *n* its pupils, and *b* the rate of all these pupils "
            f"together. (England's rate on other pages, {facts.england:.1%}, counts the pupils of "
            "neighbourhoods without a published rate too.) How far true rates differ from place to "
            "place, apart from luck, is *a*, the spread of measured rates less the part "
            "that luck explains (Marshall 1991); its square "
            f"root is {prior.variance**0.5 * 100:.1f} percentage points. The score is that of "
            "Assuncao and Reis (1999), with the spread of a share in place of that of a count.",
        ),
        level=3,
    )


def _window(facts: Facts) -> Section:
    return Section(
        "window",
        "2. Look at a place with its neighbours",
        paragraphs(
            "A place and all that touch it make a window; to touch at a corner is enough. A "
            f"typical place touches {facts.neighbours:.0f} others. The scores in the window are "
            "added up: the lower the sum, the colder the window. This sum is the local "
            "G\\* of Getis and Ord (1992; Ord and Getis 1995). As a standard score it is",
            formula("G\\* = (S − kM) / (s √(k(m − k)/(m − 1)))"),
            "where *S* is the sum of the *k* scores in the window and *m* the number of places; "
            "*M* and *s* are the mean and the standard deviation of all scores.",
        ),
        level=3,
    )


def _chance() -> Section:
    fine, coarse = f"{permutations.GRID:,.0f}", f"{permutations.COARSE_GRID:,.0f}"
    return Section(
        "chance",
        "3. Compare with chance",
        paragraphs(
            "How cold would a window be if England's rates were scattered over the map at "
            "random? There are more ways to scatter them than could ever be tried, yet all of "
            "them can be counted. The chance of a window is the share of all ways to fill it, with "
            "scores of England and none of them twice, whose sum is as low or lower:",
            formula("p = ways with a sum of S or less / all ways to draw k of m scores"),
            "No random number is drawn. So there is no seed, and everybody gets the same answer. "
            "The place's own score is scattered like all the others, because it is part of the "
            "window that is tested. The counting goes through a Fourier transform of all scores "
            "and Newton's identities (Macdonald 1995); random windows agree with it as far as "
            f"random windows can. Scores are whole numbers in it, {fine} to a standard deviation "
            f"({coarse} in windows of more than {permutations.SMALL} places), so the order of rows "
            f"changes nothing. No chance below {permutations.LEAST:g} is told: arithmetic is not "
            "finer.",
        ),
        level=3,
    )


def _false_discoveries(facts: Facts) -> Section:
    q, nodes = coldspots.Q, facts.nodes
    return Section(
        "false-discoveries",
        "4. Hold down false alarms",
        paragraphs(
            f"With {nodes:,} rates tested, chance alone would put about {q * nodes:,.0f} windows "
            f"below {share(q)}. So a window is called cold only if it stands out among so many: "
            f"of all that are called cold, at most {share(q)} are expected to be false "
            "(Benjamini and Hochberg 1995). The chances are put in order, the smallest "
            "first, and all are kept up to the last that satisfies",
            formula("p ≤ q j / m"),
            f"where *j* is its place in that order, *q* = {q:g} and *m* = {nodes:,}. A window "
            f"that stood alone would need a chance of one in {nodes / q:,.0f}, which a "
            "few thousand random windows could never show. All England is tested at once, and a "
            "place is cut out of that answer, never tested on its own.",
        ),
        level=3,
    )


def _own_rate() -> Section:
    sure = coldspots.OWN_CHANCE
    return Section(
        "own-rate",
        "5. Test the place itself",
        paragraphs(
            "A window can be cold round a place that is not. A cold spot must also be low itself: "
            f"the chance that its own true rate is below the national rate must be at least "
            f"{share(sure)}. A cold window without that is called *cold surroundings* and "
            "is no cold spot. The chance is worked out like that of [the lowest "
            "fifth](#lowest-fifth).",
        ),
        level=3,
    )


def sureness(found: ColdSpotResult) -> Section:
    """Return how sure a cold spot is, with the table of recipes."""
    strong, moderate, tentative = robust.CONFIDENCE
    deciding = len(robust.DECIDING)
    recipes = {row["recipe"]: row for row in found.summary()["recipes"]}
    rows = [[row["label"], f"{row['cold']:,}", f"{row['shared']:,}"] for row in recipes.values()]
    own, *others = recipes.values()
    fewest, most = (end(others, key=lambda row: row["cold"]) for end in (min, max))
    surviving = recipes["nearest"]["shared"] / own["cold"]
    upper, lower = map(share, robust.CHANCE_LIMITS)
    return Section(
        "how-sure",
        "How sure a cold spot is",
        paragraphs(
            "The test says that low participation gathers there. How likely is the place to be low "
            "itself? The [spatial model](#model) gives the chance that its true rate is in the "
            "lowest fifth. Maps, cards and files of England grade each cold spot by that chance: "
            f"{upper} or more, {lower} to {upper}, or under {lower}. These are where *almost "
            "certain* and *highly likely* begin in the yardstick that the government's "
            "intelligence analysts write by.",
            "There is also more than one reasonable way to test. Each cold spot is tested again in "
            f"{spelled(len(others))} other ways. Scotland has no such model; there a word stands "
            f"beside a cold spot instead, and {spelled(deciding)} of them decide it. Files of "
            "England keep that word as `confidence`:",
            "\n".join(f"* {recipes[name]['label']}" for name in robust.DECIDING),
            f"*{strong.capitalize()}* means that all {spelled(deciding)} agree, *{moderate}* that "
            f"{spelled(deciding - 1)} do, *{tentative}* that fewer do. The words count "
            "agreements; they are not probabilities.",
            grid(["Recipe", "Cold", "Shared"], rows),
            "*Cold* counts the neighbourhoods that a recipe marks, *shared* those of them that the "
            "method marks as well.",
            f"The recipes disagree widely on the same data, from {fewest['cold']:,} to "
            f"{most['cold']:,} neighbourhoods. So read the words, not only the map. "
            f"{surviving:.0%} of cold spots survive the recipe of the {robust.NEAREST} nearest "
            "areas, so it is reported and decides nothing. Windows within "
            f"{robust.DISTANCE_M / 1000:g} km hold hundreds of areas. The {spelled(deciding)} "
            "ways that decide look at the same pupils, or nearly: they are no independent "
            "witnesses. The second cohort adds luck to rates that hold luck already, so its "
            f"{recipes['other_cohort']['shared'] / own['cold']:.0%} is a lower end of what another "
            "five year groups would show.",
        ),
    )


def zone_section(found: ColdSpotResult) -> Section:
    """Return what a zone is."""
    table = found.zones.table
    alone = int((table["areas"] == 1).sum())
    gained = table["tundra_rate_modelled"] - table["tundra_rate"]
    higher, gain = float((gained > 0).mean()), float(gained.median() * 100)
    scanned = table["scan_p"].le(SCAN_P)
    found_too, middle = int(scanned.sum()), float(table.loc[~scanned, "areas"].median())
    young = float(table.loc[scanned, "young_people"].sum() / table["young_people"].sum())
    name, areas = table["zone_name"].iloc[0], table["areas"].iloc[0]
    return Section(
        "zones",
        "Zones",
        paragraphs(
            "Cold spots that touch form a zone. It is named after the local areas where most of "
            "its young people live and after its local authority; the name is a label, not an "
            "official boundary. The zone with most young people is "
            f"{name}, of {areas:,} neighbourhoods; {alone:,} of "
            f"{len(table):,} zones are a single neighbourhood.",
            "A zone's measured rate is that of all its pupils together, with a "
            f"{share(settings.CONFIDENCE_LEVEL)} interval, which does not know that its parts were "
            "chosen for being low. Luck has a hand in being chosen (the winner's curse): measured "
            f"again, {higher:.0%} of zones would be expected to have a higher rate, by {gain:.1f} "
            "percentage points in the middle. So the rate by the [spatial model](#model), which "
            "allows for that, comes first everywhere, and the measured one stands beside it.",
            "**One probability for a zone.** The test deals with each neighbourhood in it. So "
            "all England is scanned in another way (Kulldorff 1997): about each place the nearest "
            f"others, up to {MOST} in all, in circles and in ellipses twice as long as wide, and "
            "the window whose rate stands out most from the rest is the likeliest cluster. It is "
            f"compared with the likeliest one of each of {REPLICATES:,} made-up Englands whose "
            "places differ as much as the real ones do, by size of cohort, but whatever their "
            "neighbours are; a plain binomial scan takes it that places do not differ, and would "
            "find clusters in any such England. Two pupils of one place are alike, so cohorts "
            "weigh by how much they tell (Zhang 2012). The scan knows nothing of who touches whom. "
            f"It finds {found_too:,} of {len(table):,} zones (p of {SCAN_P:g} or less), with "
            f"{young:.0%} of their young people; what it does not find are mostly small "
            f"zones, of {middle:g} neighbourhoods in the middle, which a search of the whole "
            "country can hardly tell from chance.",
            "Schools and colleges within "
            f"{zone_schools.SCHOOLS_WITHIN_M / 1000:g} km of where its people live are listed as "
            f"open on {settings.SCHOOLS_OPEN_ON}; being near is not being engaged.",
        ),
    )
