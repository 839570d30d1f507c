"""The method in words and figures: every number from a constant of the code or from its answer."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo import settings
from geo.areas import AreaTable, area_table
from geo.coldspots import (
    LIKELY,
    ColdSpotQuery,
    ColdSpotResult,
    ZoneTable,
    find_all,
    find_definition,
)
from geo.coldspots import significance as coldspots
from geo.registry import geography, indicator
from layers.method.limits import limits, null_check
from layers.method.meanings import meanings, uncertainty
from layers.method.model_check import model_section
from layers.method.parts import Facts, Section, facts_of, grid, paragraphs, share, young
from layers.method.recipe import steps, sureness, zone_section
from layers.words import lowered

LEVEL = "lsoa21"
TITLE = "Method"
STANDFIRST = (
    "How cold spots are found, what the words on these pages claim, and what they do not. Every "
    "number here is taken from the program itself, or from its answer on the data that come with "
    "it."
)

PAPERS = (
    "Anselin, L. (1995). Local indicators of spatial association: LISA. *Geographical Analysis* "
    "27, 93-115.",
    "Assuncao, R. M. and Reis, E. A. (1999). A new proposal to adjust Moran's I for population "
    "density. *Statistics in Medicine* 18, 2147-2162.",
    "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. *Journal of the "
    "Royal Statistical Society B* 57, 289-300.",
    "Benjamini, Y. and Yekutieli, D. (2001). The control of the false discovery rate in multiple "
    "testing under dependency. *Annals of Statistics* 29, 1165-1188.",
    "Getis, A. and Ord, J. K. (1992). The analysis of spatial association by use of distance "
    "statistics. *Geographical Analysis* 24, 189-206.",
    "Kulldorff, M. (1997). A spatial scan statistic. *Communications in Statistics: Theory and "
    "Methods* 26, 1481-1496.",
    "Macdonald, I. G. (1995). Symmetric Functions and Hall Polynomials. 2nd edition. Oxford "
    "University Press: Newton's identities, I.2.",
    "Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes "
    "estimators. *Journal of the Royal Statistical Society C* 40, 283-294.",
    "Müller, P., Parmigiani, G. and Rice, K. (2006). FDR and Bayesian multiple comparisons rules. "
    "*Johns Hopkins University, Department of Biostatistics Working Papers* 115.",
    "Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional "
    "issues and an application. *Geographical Analysis* 27, 286-306.",
    "Riebler, A., Sørbye, S. H., Simpson, D. and Rue, H. (2016). An intuitive Bayesian spatial "
    "model for disease mapping that accounts for scaling. *Statistical Methods in Medical "
    "Research* 25, 1145-1165.",
    "Rue, H., Martino, S. and Chopin, N. (2009). Approximate Bayesian inference for latent "
    "Gaussian models by using integrated nested Laplace approximations. *Journal of the Royal "
    "Statistical Society B* 71, 319-392.",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
    "*Journal of the American Statistical Association* 22, 209-212.",
    "Zhang, T., Zhang, Z. and Lin, G. (2012). Spatial scan statistics with overdispersion. "
    "*Statistics in Medicine* 31, 762-774.",
)


@cache
def present() -> ColdSpotResult:
    """Return the cold spots that the page speaks of: what the build found, once for everyone."""
    whole = find_all(ColdSpotQuery(LEVEL))
    areas = area_table(LEVEL).join(whole.areas, how="inner")
    return ColdSpotResult(AreaTable(LEVEL, areas), ZoneTable(LEVEL, whole.zones), whole.recipes)


def sections(
    found: ColdSpotResult, checked: dict[str, Any], modelled: dict[str, Any]
) -> tuple[Section, ...]:
    """Write the page.

    Parameters
    ----------
    found
        Tested cold spots of all England, with their recipes.
    checked
        Figures of the check on worlds without cold spots (`layers.method.limits.read_null_check`).
    modelled
        Figures of the check of the spatial model (`layers.method.model_check.read_model_check`).

    Returns
    -------
    sections
        In the order of the page, each with its own anchor.
    """
    facts = facts_of(found.areas.geography)
    return (
        _questions(found),
        _claims(facts),
        _counts(found),
        _data(found, facts),
        *steps(facts),
        sureness(found),
        zone_section(found),
        *meanings(found),
        *uncertainty(found),
        model_section(modelled),
        null_check(checked),
        limits(found, facts),
        Section("papers", "Papers", "\n".join(f"* {paper}" for paper in PAPERS)),
    )


def contents(written: tuple[Section, ...]) -> str:
    """List the sections as links, in one paragraph."""
    return " · ".join(f"[{one.title}](#{one.anchor})" for one in written if one.level == 2)


def _questions(found: ColdSpotResult) -> Section:
    """List what people ask, and where on these pages each question is answered."""
    plural = geography(LEVEL).plural
    query = ColdSpotQuery(LEVEL, LIKELY)
    likely = int(find_all(query).areas["cold_spot"].sum())
    tested = found.summary()["cold_spots"]
    wrong = f"{query.expected_wrong * 100:g} in 100"
    rows = [
        (
            "Where does low participation gather, beyond chance?",
            f"The tested cold spots: {tested:,} {plural}. [How they are found](#tested)",
        ),
        (
            "Which places are truly low?",
            f"The likely lowest fifth: {likely:,} {plural}, of which {wrong} may be wrong. "
            "[How it is made](#likely)",
        ),
        (
            "How sure is one figure?",
            "Each rate has an [interval](#interval). [A model](#model) adds what its neighbours "
            "tell, and gives chances.",
        ),
        (
            "Is this place lower than that one?",
            "[Compare](./compare) tests the difference. Where it can, it gives the chance.",
        ),
        (
            "Do fewer go on than one would expect of a place like this?",
            "[Below expectation](#gap), and the same by the model.",
        ),
        (
            "Is it still so?",
            f"The rates are of {settings.TUNDRA_WHO}. Beside each stands what its authority's "
            "school leavers did in the latest year; nothing newer is published for so small a "
            "place. [What it cannot tell](#limits)",
        ),
    ]
    answers = (f"**{question}** {answer}" for question, answer in rows)
    return Section("questions", "Which question is yours?", paragraphs(*answers))


def _claims(facts: Facts) -> Section:
    sentence = find_definition("local-g").sentence
    return Section(
        "claims",
        "What is claimed, and what is not",
        paragraphs(
            "A cold spot is a place where few young people went on to higher education, among "
            f"others of which the same is true. In one line: {lowered(sentence)}",
            "**Claimed.** The place's own participation is below the rate of all neighbourhoods "
            f"that have one, {facts.prior.mean:.1%} together, with a chance of at least "
            f"{share(coldspots.OWN_CHANCE)}. It and the places that touch it are together "
            "colder than a random scatter makes them; of all groups marked so in England, at most "
            f"{share(coldspots.Q)} are expected to be there by luck.",
            "**Not claimed.** Why it is cold. Whether it still is: the figures are of "
            f"{settings.TUNDRA_WHO}. That a place not marked is not cold: the test is strict, "
            "cohorts are small, and [most small clusters escape it](#null-check). That one cold "
            "spot is colder than another. Anything about a school or a person: "
            f"{lowered(settings.NOT_ONE_PERSON)}",
        ),
    )


def _counts(found: ColdSpotResult) -> Section:
    counts = found.summary()
    plural = geography(counts["geography"]).plural
    rows = [
        ("Cold spots", "cold_spots"),
        *((f"of them {grade}", grade) for grade in counts["grades"]),
        ("Zones that they form", "zones"),
        ("Cold surroundings: not low enough themselves", "cold_surroundings"),
        ("Not assessed", "not_assessed"),
        (f"All {plural} of England", "areas"),
    ]
    return Section(
        "found",
        "What was found",
        paragraphs(
            "On the data that come with the program "
            f"{counts['cold_spots']:,} of {counts['areas']:,} {plural} are cold spots. "
            f"{counts['young_people']:,} young people {young()} lived there.",
            grid(
                ["", "Number"],
                [[label, f"{(counts | counts['grades'])[name]:,}"] for label, name in rows],
            ),
            "What *likely to be low* means is explained under "
            "[How sure a cold spot is](#how-sure).",
        ),
    )


def _data(found: ColdSpotResult, facts: Facts) -> Section:
    entry = indicator("tundra_rate")
    withheld = entry.missing_text.partition(": ")[2]
    shared = int(found.areas.table["tundra_basis"].eq("inherited").sum())
    return Section(
        "data",
        "The figures behind it",
        paragraphs(
            f"Participation is TUNDRA of the Office for Students: {lowered(entry.meaning)}, "
            f"among {settings.TUNDRA_WHO}. {settings.TUNDRA_LEFT_OUT} A rate on {withheld} is "
            f"withheld. The rates that are tested stand on {facts.smallest:,.0f} pupils or "
            f"more, the middle one on {facts.middle:,.0f}, five year groups together.",
            f"{facts.nodes:,} published rates are tested. That is fewer than there are "
            f"neighbourhoods with a rate, because the {shared:,} that were made by splitting an "
            "older one share its rate: they are tested once and share one answer. Where each "
            "figure comes from is told under [Data and sources](./data).",
        ),
    )
