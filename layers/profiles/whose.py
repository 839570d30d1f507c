"""Whose reach a profile speaks of: everybody who teaches, some institutions, or a partnership."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from geo.areas import COUNTED, levels_of
from geo.areas import name_of as place_name
from geo.files import as_json
from geo.reach import Partnership, Reach, find_reach, load_ground
from geo.reach import run as reach_run
from geo.travel import limited
from geo.uploads import content_of, digest_of
from layers.profiles.subject import reach_of_all
from layers.reach import lowered_article, provider_names
from layers.words import Trace

_ANY = "a place that teaches undergraduate courses"
_NAMED = 3
"""Institutions that are named one by one; more are called a partnership."""


@dataclass(frozen=True, eq=False)
class Whose:
    """Whose reach a profile speaks of."""

    reach: Reach
    name: str = ""
    """Of a partnership; empty for every place that teaches."""
    where: str = ""
    """Name of the place that its reach is measured in; empty for England."""

    @property
    def words(self) -> Trace | str:
        """Return to what people are near."""
        if not self.name:
            return _ANY
        text = f"a site of {self.name}"
        return Trace(text, "", "name of the partnership", "", text, "as it was given")

    def in_nation(self, nation: str) -> Whose:
        """Return the same measured in another nation; itself where nobody is counted there."""
        reach = self.reach
        if nation == reach.ground.nation or nation not in COUNTED:
            return self
        if not self.name:
            return replace(self, reach=reach_of_all(reach.costs.limit, nation))
        found = find_reach(
            reach.sites,
            reach.costs.limit,
            activity=reach.activity,
            ground=load_ground(None, nation),
        )
        return replace(self, reach=found)


def whose_of(asked: reach_run.ReachQuery, read: reach_run.Read | None = None) -> Whose:
    """Measure the reach that is asked for, that of every place that teaches if of nobody.

    Parameters
    ----------
    asked
        Institutions, files and limit.
    read
        What the files held, where they are read already.
    """
    if not is_somebody(asked):
        return Whose(reach_of_all(limited(asked.costs).limit))
    read = read or reach_run.read(asked)
    # An unknown place is refused here, before it is named.
    reach = reach_run.run(asked, read)
    where = place_name(levels_of(asked.within)[0], asked.within) if asked.within else ""
    return Whose(reach, name_of(read.partnership), where)


def is_somebody(asked: reach_run.ReachQuery) -> bool:
    """Test whether it is asked about somebody, and not about every place that teaches."""
    return bool(asked.ukprns or asked.partnership or asked.partners)


def name_of(partnership: Partnership) -> str:
    """Name a partnership as a sentence does: as its file does, else by its institutions."""
    names = [lowered_article(name) for name in provider_names(partnership.ukprns)]
    if partnership.name or len(names) > _NAMED or not names:
        return partnership.name or "the partnership"
    names += ["sites of their own"] if len(partnership.own) else []
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def inputs_of(asked: reach_run.ReachQuery) -> str:
    """Return the hash of what a profile is made from besides the bundle and the program.

    Where files of a user's own are in it, it is keyed (`geo.uploads.digests`): nobody else can try
    guesses.
    """
    files = {
        name: digest_of(content_of(path)) if path is not None else ""
        for name, path in (
            ("partnership", asked.partnership),
            ("partners", asked.partners),
            ("activity", asked.activity),
        )
    }
    held = {"ukprns": list(asked.ukprns), "max_km": asked.costs.max_km, **files}
    held |= {"within": asked.within} if asked.within else {}
    content = as_json(held)
    return digest_of(content) if any(files.values()) else hashlib.sha256(content).hexdigest()
