"""Texts that are markup, templates, scripts or formulas, and files of one's own that hold them."""

from __future__ import annotations

import csv
import io
import json

MARKUP = [
    "<img src=x onerror=window.PWN=1>",
    "{{ 7919*7907 }}",
    "{% if 7919*7907 %}PWN{% endif %}",
    "${window.PWN=1}",
    "Queen`s \\ College</script><script>window.PWN=1</script>",
    "]]><svg onload=window.PWN=1>",
    "[x](javascript:window.PWN=1) **b** $x^2$ :red[y]",
    "#eval(7919*7907) \\write18{x} $a_b$",
]
FORMULAS = ["=7919*7907", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "|x", "%x"]
TEXTS = [*MARKUP, *FORMULAS]
RESULT = "62615533"
"""What a template, a formula or a typesetter would make of the product in them."""
LEEDS = (430_000, 433_500)


def table(heading: list[str], rows: list[list[object]]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([heading, *rows])
    return held.getvalue().encode()


def sites() -> bytes:
    """Sites in Leeds, each called one of the texts and of a provider called so; one bad row each."""
    rows: list[list[object]] = [
        [text, text, LEEDS[0] + 300 * at, LEEDS[1] + 200 * at, ""] for at, text in enumerate(TEXTS)
    ]
    rows += [[text, text, "", "", text] for text in TEXTS]
    return table(["name", "provider", "easting", "northing", "postcode"], rows)


def partnership() -> bytes:
    own = [
        {"name": text, "provider": text, "easting_m": LEEDS[0] + 300 * at, "northing_m": LEEDS[1]}
        for at, text in enumerate(TEXTS)
    ]
    return json.dumps(
        {"kind": "coldspots partnership", "name": " ".join(MARKUP), "ukprns": [], "sites": own}
    ).encode()
