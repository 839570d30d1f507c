"""What a story calls a measure: in the words of a newspaper, not of a statistics office."""

from __future__ import annotations

from geo.registry import indicator

_LABELS = {
    "he19_rate": "Entry to higher education by 19",
    "he19_fsm_rate": "Entry by 19 of pupils on free school meals",
    "he19_nonfsm_rate": "Entry by 19 of other pupils",
    "he19_gap": "Gap between the two",
    "tundra_rate": "Young people in higher education at 18 or 19",
    "simd20_university": "Entry to university in a year",
    "nimdm17_decile": "Tenths of Northern Ireland's measure of deprivation",
    "simd20_not_participating": "People aged 16 to 19 in neither education nor work",
    "ni_leavers_he": "School leavers entering higher education",
    "nimdm17_he_enrolled": "People aged 18 to 21 who had enrolled in higher education",
    "census21_level4": "Adults with a degree-level qualification",
    "iod25_most_deprived_share": "Neighbourhoods in the most deprived tenth of England",
    "simd20_most_deprived_share": "Data zones in the most deprived fifth of Scotland",
    "wimd25_decile": "Tenths of the Welsh index of deprivation",
}


def label_of(measure: str) -> str:
    """Return the name of a measure in plain words.

    Examples
    --------
    >>> label_of("he19_rate"), label_of("child_poverty_rate")
    ('Entry to higher education by 19', 'Children in low-income families')
    """
    return _LABELS.get(measure) or indicator(measure).label
