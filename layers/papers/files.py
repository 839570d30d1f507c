"""Papers written to files: Word, tagged PDF or page, and beside each the traces of its figures."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.files import write_bytes, write_json
from layers.papers.html import page_of
from layers.papers.model import Paper
from layers.papers.pdf import pdf_of
from layers.papers.word import word_of
from layers.profiles import draw_map, find_subject, made_with, refuse_other_suffixes, trace_path

FORMATS = ("docx", "pdf", "html")
KIND = "coldspots paper traces"


def check_suffix(path: Path) -> None:
    """Refuse a file name that ends in no format of a paper."""
    refuse_other_suffixes(path, [f".{one}" for one in FORMATS], "a paper")


@lru_cache(maxsize=4)
def picture_of(code: str) -> bytes:
    """Draw the map of a paper as PNG."""
    return draw_map(find_subject(code))


def content_of(paper: Paper, suffix: str, logo: bytes = b"", picture: bytes | None = None) -> bytes:
    """Make the bytes of a paper; the same paper and logo give the same bytes.

    Parameters
    ----------
    suffix
        `.docx`, `.pdf` or `.html`.
    logo
        PNG from `read_logo`; none where it is empty.
    picture
        The map as PNG; that of the paper's place unless given.
    """
    if picture is None:
        picture = b"" if paper.map is None else picture_of(paper.code)
    if suffix == ".docx":
        return word_of(paper, picture, logo)
    if suffix == ".pdf":
        return pdf_of(paper, picture, logo)
    return page_of(paper, picture, logo).encode("utf-8")


def write_paper(paper: Paper, path: Path, logo: bytes = b"", inputs: str = "") -> list[Path]:
    """Write a paper, and its traces last.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    check_suffix(path)
    content = content_of(paper, path.suffix.lower(), logo)
    traces = trace_path(path)
    write_bytes(path, content)
    write_json(traces, trace_json(paper, content, inputs))
    return [path, traces]


def trace_json(paper: Paper, content: bytes, inputs: str = "") -> dict[str, Any]:
    """Return what the file of traces holds: every text that is shown, with its figures' origins.

    Parameters
    ----------
    content
        The paper's own bytes, whose hash is kept.
    inputs
        Hash of whose reach it speaks of (`layers.profiles.inputs_of`).
    """
    return {
        **made_with(inputs, KIND),
        "code": paper.code,
        "name": paper.name.text,
        "form": paper.form,
        "sha256": hashlib.sha256(content).hexdigest(),
        "shown": [
            {"where": where, "text": said.text, "traces": [asdict(one) for one in said.traces]}
            for where, said in paper.sentences()
        ],
    }
