"""Pages of the site that lie elsewhere in the project, because a forge looks for them there."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "contributing/recipes.md": ROOT / "CONTRIBUTING.md",
    "contributing/tests.md": ROOT / "tests" / "README.md",
    "contributing/changes.md": ROOT / "CHANGELOG.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie elsewhere; addresses of the app are not the site's."""
    for page, path in ELSEWHERE.items():
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\]\(docs/([^)]*)\)", r"](../\1)", text)
        for other, where in ELSEWHERE.items():
            link = where.relative_to(ROOT).as_posix()
            text = text.replace(f"]({link})", f"]({Path(other).name})")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Leave addresses of the app as text: the site is not the app."""
    return re.sub(r"\[([^\]]*)\]\(/[^)]*\)", r"\1", markdown)
