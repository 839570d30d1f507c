"""Cold spots and deprivation in a profile."""

from __future__ import annotations

import pandas as pd

from geo.coldspots import (
    CONFIDENCE,
    LEVELS,
    NORTHERN_IRELAND,
    STATUS,
    UNTESTED,
    ColdSpotQuery,
    basis_of,
    find_all,
)
from geo.reach import DEMAND, DOMAINS, MOST_DEPRIVED, most_deprived
from geo.registry import geography, indicator
from layers.coldspots import (
    HOW_SURE,
    STRICT,
    describe_cold_spots,
    level_in,
    sentences_of_zone,
    with_cold,
)
from layers.profiles.model import Fact, Part, ProfileRow, ProfileTable, Scale, figure_cell
from layers.profiles.place_sentences import (
    SURE_PEOPLE,
    WILSON,
    deprivation_words,
    percent,
    rate_formula,
    verdict_words,
)
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.view import MapView
from layers.words import AS_IT_STANDS, Sentence, Trace, say, traces

ZONES_SHOWN = 4
_DECILES = 10


def cold(place: Subject) -> Part:
    """Return in words whether a place is a cold spot, or which of its neighbourhoods are."""
    title = "Cold spots"
    if place.is_zone:
        said = [*sentences_of_zone(place.level, place.row, place.code, DEMAND), _how_sure(place)]
        return Part("cold", title, (*said, Sentence(HOW_SURE)))
    if place.is_area and place.row["nation"] != "England":
        return Part("cold", title, _elsewhere(place))
    if place.level in LEVELS:
        return Part(
            "cold", title, (*verdict_words(place.level, place.code, DEMAND), *_its_zone(place))
        )
    said = _in_range(place) if place.level == PARTNERSHIP else []
    said = said or verdict_words(place.level, place.code, DEMAND)
    table = _zones(place)
    return Part("cold", title, (*said, Sentence(STRICT)), (table,) if table else ())


def _elsewhere(place: Subject) -> tuple[Sentence, ...]:
    """Return what is known of cold spots outside England: Scotland's, or why there are none."""
    nation = str(place.row["nation"])
    level = level_in(place.code)
    if basis_of(level).nation != nation:
        why = NORTHERN_IRELAND if nation == "Northern Ireland" else UNTESTED
        return (Sentence(why),)
    within = "" if place.code == basis_of(level).nation_code else place.code
    view = with_cold(MapView(), geography=level, within=within)
    said = describe_cold_spots(view, traces.named(place.level, place.code), DEMAND)
    return (*said, Sentence(basis_of(level).approximate), Sentence(STRICT))


def _how_sure(place: Subject) -> Sentence:
    """Count the cold spots of a zone by how sure they are."""
    members = str(place.row["area_codes"]).split()
    found = find_all(ColdSpotQuery(place.level)).areas.loc[members, "confidence"].value_counts()
    words = [word for word in CONFIDENCE if word in found]
    parts = {
        word: traces.counted(
            int(found[word]), f"coldspots_{place.level}", "confidence", place.code,
            f"areas of the zone that are {word}",
        )
        for word in words
    }  # fmt: skip
    return say(f"How sure they are: {', '.join(f'{{{word}}} {word}' for word in words)}.", **parts)


def _its_zone(place: Subject) -> list[Sentence]:
    found = find_all(ColdSpotQuery(place.level))
    zone = str(found.areas["zone_id"].get(place.code, ""))
    if not zone:
        return [Sentence(STRICT)]
    name = str(found.zones["zone_name"][zone])
    told = say(
        "It is part of the zone {name}.",
        name=Trace(name, "zones", "zone_name", zone, name, AS_IT_STANDS),
    )
    return [told, Sentence(STRICT)]


def _in_range(place: Subject) -> list[Sentence]:
    """Count the cold spots that a partnership has in range."""
    areas = place.areas
    count = int(areas["cold_spot"].sum())
    young = int(areas.loc[areas["cold_spot"], DEMAND].sum())
    if not count:
        whole = traces.counted(len(areas), "sites", "in_range", "", "count of its neighbourhoods")
        text = "None of the {whole} neighbourhoods in its range is a tested cold spot."
        return [say(text, whole=whole)]
    return [
        say(
            "Of {whole} neighbourhoods in its range {count} "
            + traces.either(count, "is a tested cold spot; ", "are tested cold spots; ")
            + f"{traces.lived(DEMAND, young)}.",
            whole=traces.counted(
                len(areas), "sites", "in_range", "", "count of its neighbourhoods"
            ),
            count=traces.counted(
                count, "coldspots_lsoa21", "cold_spot", "", "count of its cold spots"
            ),
            **traces.living(
                young,
                DEMAND,
                "coldspots_lsoa21+people_lsoa21",
                "",
                f"sum of {DEMAND} over its cold spots",
            ),
        )
    ]


def _zones(place: Subject) -> ProfileTable | None:
    """List the zones of cold spots that a place holds a part of, most of its young people first."""
    found = find_all(ColdSpotQuery("lsoa21"))
    own = found.areas["zone_id"].reindex(place.areas.index).fillna("")
    own = own[own != ""]
    if own.empty:
        return None
    young = place.areas[DEMAND].reindex(own.index).groupby(own.to_numpy())
    here = young.agg(["size", "sum"]).rename_axis("zone_id").reset_index()
    order = here.sort_values(["sum", "zone_id"], ascending=[False, True])
    rows = []
    for zone, count, people in order.head(ZONES_SHOWN).itertuples(index=False):
        row = found.zones.loc[zone]
        name = str(row["zone_name"])
        part = f"its cold spots inside {place.code or 'the range'}"
        rows.append(
            ProfileRow(
                (
                    figure_cell(Trace(name, "zones", "zone_name", zone, name, AS_IT_STANDS)),
                    figure_cell(
                        traces.counted(
                            int(count), "coldspots_lsoa21", "zone_id", zone, f"count of {part}"
                        )
                    ),
                    figure_cell(
                        traces.counted(
                            int(people), "coldspots_lsoa21+people_lsoa21", DEMAND, zone,
                            f"sum of {DEMAND} over {part}",
                        )
                    ),
                    _interval(row, zone),
                )
            )
        )  # fmt: skip
    left = len(order) - len(rows)
    note = say(
        "The whole zone's rate, of GCSE leavers; counts are of what lies here.{more}",
        more="" if not left else f" The {'other' if left == 1 else 'others'} left out have fewer.",
    )
    headings = ("Zone", "Areas here", "Young people", "Rate (95% interval)")
    return ProfileTable("Zones with most young people", headings, tuple(rows), note=note)


def _interval(row: pd.Series, code: str) -> Sentence:
    places = 1 if row["tundra_cohort"] >= SURE_PEOPLE else 0
    rate, low, high = (
        percent(row[f"tundra_rate{end}"], f"tundra_rate{end}", code, how, places=digits)
        for end, how, digits in (
            ("", rate_formula(code), 1),
            ("_low", WILSON, places),
            ("_high", WILSON, places),
        )
    )
    return say("{rate} ({low} to {high})", rate=rate, low=low, high=high)


def deprivation(place: Subject) -> Part:
    """Return each domain of deprivation: a neighbourhood's decile, or how many are in the worst."""
    title = "Deprivation"
    if place.areas.empty:
        text = "The Indices of Deprivation that are shown here cover England alone."
        return Part("deprivation", title, (Sentence(text),))
    said = tuple(deprivation_words(place.row, place.code)) if place.is_area else ()
    table = _deciles(place) if place.level == "lsoa21" and place.is_area else _shares(place)
    return Part("deprivation", title, said, (table,))


def _label(name: str) -> Sentence:
    label = "All domains together" if name == "iod25" else indicator(f"{name}_decile").label
    return Sentence(label)


def _deciles(place: Subject) -> ProfileTable:
    rows = []
    for name in DOMAINS:
        field = f"{name}_decile"
        value = int(place.row[field])
        source = traces.datasets_of(field)
        cell = figure_cell(Trace(str(value), source, field, place.code, value, AS_IT_STANDS))
        # The most deprived has the longest bar.
        mark = float(_DECILES + 1 - value)
        rows.append(ProfileRow((_label(name), cell), (0.0, mark, mark), strong=name == "iod25"))
    ends = (traces.defined("10", "least deprived decile"), traces.defined("1", "most deprived"))
    scale = Scale(0, _DECILES, ends, bars=True, name="Decile")
    note = say(
        "Decile {one} is the most deprived tenth of England. {caveat}",
        one=traces.defined("1", "most deprived decile"),
        caveat=_ENTRY_INSIDE,
    )
    return ProfileTable("By domain", ("Domain", "Decile"), tuple(rows), scale, note)


_ENTRY_INSIDE = (
    "Education, skills and training contains entry to higher education, so it does not explain it."
)


def _shares(place: Subject) -> ProfileTable:
    counted = most_deprived(place.areas)
    rows = []
    for name in DOMAINS:
        field = f"{name}_decile"
        whole, worst = (int(counted[column][name]) for column in ("areas", "worst"))
        source, share = traces.datasets_of(field), worst / whole
        how = f"share of its neighbourhoods whose {field} is at most {MOST_DEPRIVED}"
        count = f"neighbourhoods whose {field} is at most {MOST_DEPRIVED}"
        known = f"neighbourhoods that have a {field}"
        cells = (
            _label(name),
            say(
                "{worst} of {whole}",
                worst=Trace(f"{worst:,}", source, field, place.code, worst, count),
                whole=Trace(f"{whole:,}", source, field, place.code, whole, known),
            ),
            figure_cell(Trace(traces.share_text(share), source, field, place.code, share, how)),
        )
        rows.append(ProfileRow(cells, (0.0, share, share), strong=name == "iod25"))
    ends = (traces.defined("0%", "end of the scale"), traces.defined("100%", "end of the scale"))
    scale = Scale(0, 1, ends, MOST_DEPRIVED / _DECILES, bars=True, name="Share")
    note = say(
        "Neighbourhoods in England's most deprived fifth by each domain, {year}; in England "
        "{fifth} of them are, marked by the line. {caveat}",
        year=traces.period_of_indicator("iod25_score"),
        fifth=traces.defined("20%", "a fifth"),
        caveat=_ENTRY_INSIDE,
    )
    title = "Neighbourhoods in the most deprived fifth"
    return ProfileTable(title, ("Domain", "Neighbourhoods", "Share"), tuple(rows), scale, note)


def facts(place: Subject) -> list[Fact]:
    """Return the figures of cold spots and deprivation that are shown large."""
    areas = place.areas
    if areas.empty:
        return []
    found = most_deprived(areas)
    share = float(found["worst"]["iod25"]) / float(found["areas"]["iod25"])
    source = traces.datasets_of("iod25_decile")
    made = []
    if place.level == "lsoa21" and place.is_area:
        value = int(place.row["iod25_decile"])
        figure = Trace(str(value), source, "iod25_decile", place.code, value, AS_IT_STANDS)
        words = say(
            "decile of deprivation, {one} being the most deprived tenth of England",
            one=traces.defined("1", "most deprived decile"),
        )
        made.append(Fact(figure_cell(figure), words))
    else:
        how = f"share of its neighbourhoods whose iod25_decile is at most {MOST_DEPRIVED}"
        figure = Trace(traces.share_text(share), source, "iod25_decile", place.code, share, how)
        words = Sentence("of its neighbourhoods are in the most deprived fifth of England")
        made.append(Fact(figure_cell(figure), words))
        made += _tested_of_zone(place) if place.is_zone else _tested(place)
    return made


def _tested_of_zone(place: Subject) -> list[Fact]:
    """Count the areas of a zone, each of which was tested."""
    count = int(place.row["areas"])
    how = "areas of the zone"
    figure = traces.counted(count, f"coldspots_{place.level}", "areas", place.code, how)
    if count == 1:
        text = f"{traces.singular(place.level)}, tested as a cold spot"
    else:
        text = f"touching {geography(place.level).plural}, each tested as a cold spot"
    return [Fact(figure_cell(figure), Sentence(text))]


def _tested(place: Subject) -> list[Fact]:
    """Count the cold spots among the neighbourhoods that could be judged, and the rest."""
    areas, source = place.areas, "coldspots_lsoa21"
    judged = find_all(ColdSpotQuery("lsoa21")).areas["status"].reindex(areas.index) != STATUS[3]
    count, whole = int(areas["cold_spot"].sum()), int(judged.sum())
    if not whole:
        return []
    figure = say(
        "{count} of {whole}",
        count=traces.counted(count, source, "status", place.code, "areas that are cold spots"),
        whole=traces.counted(whole, source, "status", place.code, "areas with a verdict"),
    )
    rest = len(areas) - whole
    of, ending = f"of its {geography('lsoa21').plural}", "are tested cold spots"
    if whole == 1:
        of, ending = traces.singular("lsoa21"), "is a tested cold spot"
    text = f"{of} that could be judged {ending}"
    if not rest:
        return [Fact(figure, Sentence(text.replace(" that could be judged", "")))]
    left = traces.counted(rest, source, "status", place.code, "areas without a verdict")
    return [Fact(figure, say(f"{text}; {{left}} more could not be", left=left))]
