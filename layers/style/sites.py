"""Kinds of site on a map: their order, and what they are called."""

from __future__ import annotations

from geo.packs import binary as pack
from geo.settings import SCHOOLS_OPEN_ON
from layers.view import SITE_KEYS

KINDS = (*pack.SITE_KINDS, "own", "chosen", "picked")
"""Kinds of site that a map draws, in the order of the browser's symbols."""
KEYS = (*SITE_KEYS, *KINDS[len(SITE_KEYS) :])
"""What `SITE_LABELS` calls each of `KINDS`."""
RINGS = 40
"""Sites round which the limit of a reach is drawn, at most."""

SITE_LABELS = {
    "university": "Universities",
    "college": "Colleges teaching HE",
    "other": "Other HE providers",
    "school": "Sixth forms and colleges",
    "own": "Your own sites",
    "chosen": "New sites, in order of what they add",
    "picked": "Picked by hand, not chosen",
}
"""What sites of each kind are called."""

ONE_SITE = (
    "University or other HE institution",
    "College teaching higher education",
    "Other provider of higher education",
    f"School or college with 16 to 18 year olds, open on {SCHOOLS_OPEN_ON}",
    "Site of your own",
    "New site, proven or found best",
    "New site, picked by hand",
)
"""What one site of each of `KINDS` is called."""
