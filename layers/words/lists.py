"""Which list of cold spots a figure counts, and which question that list answers."""

from __future__ import annotations

from dataclasses import dataclass

from geo.coldspots import LIKELY, TESTED
from geo.posterior import WRONG
from layers.words.traces import Sentence, defined, say

LISTS = {LIKELY: "The likely lowest fifth", TESTED: "Tested cold spots"}
"""Lists that plans may rest on, and what they are called, the usual one first."""
_PERCENT = 100


@dataclass(frozen=True)
class ListWords:
    """How sentences and tables name what is on a list of cold spots."""

    one: str
    """One of its areas."""
    many: str
    where: str
    """Being on it, after `live` or `of those`."""
    formula: str
    """Its areas in a place, in the words of a formula."""
    file: str
    """Stem of the bundled table that the list comes from."""


EXPECTED_WRONG = defined(f"{WRONG * _PERCENT:g} in {_PERCENT}", "expected share of wrong ones")
"""Share of the likely lowest fifth that may be expected to be wrong, traced."""
LIST_WORDS = {
    LIKELY: ListWords(
        "neighbourhood in the likely lowest fifth",
        "neighbourhoods in the likely lowest fifth",
        "in the likely lowest fifth",
        "likely lowest fifth",
        "posterior",
    ),
    TESTED: ListWords(
        "tested cold spot",
        "tested cold spots",
        "in tested cold spots",
        "cold spots",
        "coldspots",
    ),
}
"""By definition."""


def which_list(definition: str) -> Sentence:
    """Return what a list of cold spots holds and the question that it answers.

    Examples
    --------
    >>> which_list("local-g").text.startswith("Tested cold spots answer where")
    True
    """
    if definition == LIKELY:
        return say(
            "The likely lowest fifth answers which places are truly low: those that a spatial "
            "model finds most likely to be in the lowest fifth of true rates, of which {wrong} may "
            "be wrong.",
            wrong=EXPECTED_WRONG,
        )
    return say(
        "Tested cold spots answer where low participation is clustered beyond chance; they miss "
        "places that are low among others that are not."
    )
