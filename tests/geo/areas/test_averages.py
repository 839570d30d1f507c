"""Averages of deprivation scores beside those that are published of authorities."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pandas as pd
import pytest

from geo import tables
from geo.settings import project_dir

RAW = Path(os.environ.get("COLDSPOTS_RAW", project_dir().parent / "shared" / "data" / "raw"))
PUBLISHED = RAW / "mhclg" / "traffordDataLab_indices_of_deprivation_2025_lad.csv"
DOMAINS = {
    "all domains": ("iod25_score", "Index of Multiple Deprivation"),
    "income": ("iod25_income_score", "Income Deprivation"),
    "employment": ("iod25_employment_score", "Employment Deprivation"),
    "education": ("iod25_education_score", "Education, Skills and Training Deprivation"),
    "health": ("iod25_health_score", "Health Deprivation and Disability"),
    "crime": ("iod25_crime_score", "Crime"),
    "barriers": ("iod25_barriers_score", "Barriers to Housing and Services"),
    "living environment": ("iod25_environment_score", "Living Environment Deprivation"),
}


def made_of(field: str) -> pd.Series:
    """Average a score by authority, each neighbourhood weighted by its people."""
    index = tables.load("iod25_lsoa21")
    people = index["implied_population"].fillna(tables.load("people_lsoa21")["population"])
    owner = tables.load("areas_lsoa21")["lad24_code"].reindex(index.index)
    return (index[field] * people).groupby(owner).sum() / people.groupby(owner).sum()


def said_in_the_manual(domain: str) -> str:
    text = (project_dir() / "docs" / "explanation" / "figures.md").read_text(encoding="utf-8")
    part = text[text.index("The same averages made of authorities") :].partition("\n")[0]
    found = re.search(rf"{domain} (\d\.\d{{3}})", part)
    assert found, domain
    return found[1]


@pytest.mark.skipif(not PUBLISHED.exists(), reason="needs the publisher's file of authorities")
@pytest.mark.parametrize("domain", list(DOMAINS))
def test_the_manual_gives_the_greatest_difference_of_each_domain(domain: str) -> None:
    field, title = DOMAINS[domain]
    published = pd.read_csv(PUBLISHED)
    published = published[published["index_domain"] == title].set_index("area_code")
    apart = (made_of(field) - published["average_score"]).abs()
    assert len(apart.dropna()) == 296
    assert said_in_the_manual(domain) == f"{apart.max():.3f}"
    if domain == "employment":
        share = (apart / published["average_score"]).max()
        text = (project_dir() / "docs" / "explanation" / "figures.md").read_text(encoding="utf-8")
        assert f"up to {100 * share:.1f}% of the score" in text


def test_the_manual_gives_the_greatest_difference_from_the_bundled_scores() -> None:
    apart = (made_of("iod25_score") - tables.load("iod25_lad24")["iod25_score"]).abs()
    assert said_in_the_manual("all domains") == f"{apart.max():.3f}"
