"""What if, in a briefing: what comes and goes, and who is in range before and after."""

from __future__ import annotations

from collections.abc import Mapping

from geo.reach import provider_sites
from layers.papers import Block, PaperFacts
from layers.reach import lowered_article, provider_names
from layers.what_if import WhatIfAsked, answer_of, from_query, lines_of
from layers.words import Sentence, Trace, and_list, say

_OWN_LEFT_OUT = Sentence("Sites of your own are not counted in this.")


def change_asked(
    code: str, providers: tuple[str, ...], km: float, query: Mapping[str, str]
) -> tuple[WhatIfAsked | None, list[str]]:
    """Read the change that an address carries, of a place and whose sites are measured.

    Parameters
    ----------
    code, providers, km
        As the page of profiles has them.
    query
        With `drop` and `hub`, as an address of the page "What if" has them.

    Returns
    -------
    asked, notes
        None where nothing comes or goes; the notes say what could not be used.

    Examples
    --------
    >>> asked, notes = change_asked("E07000142", ("10007151",), 10, {"hub": "481500,390000,Hub"})
    >>> asked.change.hubs, notes
    ((('Hub', 481500.0, 390000.0),), [])
    """
    kept = {key: query.get(key, "") for key in ("drop", "hub")}
    if not any(kept.values()):
        return None, []
    pairs = {"in": code, "providers": ",".join(providers), "km": f"{km:g}", **kept}
    asked, notes = from_query(pairs)
    return (None if asked.change.is_none else asked), notes


def change_block(facts: PaperFacts, asked: WhatIfAsked) -> Block:
    """Return in sentences which sites come and go, and what that changes."""
    gone = [_site_words(one) for one in asked.removed]
    come = [name for name, _, _ in asked.hubs]
    parts: dict[str, Trace | str] = {}
    texts = list[str]()
    for key, listed, ending in (("gone", gone, "taken away"), ("come", come, "added")):
        if listed:
            joined = and_list(listed)
            parts[key] = Trace(joined, "", "change", "", joined, "as it was asked")
            texts.append(f"{{{key}}} {'were ' if not texts else ''}{ending}")
    said = [say(f"Suppose {' and '.join(texts)}.", **parts), *lines_of(answer_of(asked))]
    if (facts.whose.reach.sites["source"] != "listed").any():
        said.append(_OWN_LEFT_OUT)
    return Block("", tuple(said))


def _site_words(key: str) -> str:
    """Name what goes: a site by its id, or all sites of a provider by its UKPRN."""
    sites = provider_sites(None)
    if key in sites.index:
        row = sites.loc[key]
        return f"{row['provider_name']}: {row['name']}"
    return f"all sites of {lowered_article(provider_names((key,))[0])}"
