"""Registry of periods: the years a measure is published for, and which of them compare."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import BadInputError


@dataclass(frozen=True)
class Apart:
    """Years that compare with each other and with no other year."""

    years: tuple[int, ...]
    why: str
    """What changed, as the end of a sentence."""


@dataclass(frozen=True)
class Periods:
    """The periods of a measure, the oldest first."""

    labels: tuple[tuple[int, str], ...]
    """The year in which each ends, and how it is written."""
    apart: tuple[Apart, ...] = ()
    """Years that were measured in another way than the rest."""
    note: str = ""
    """What a reader of the whole series must know."""
    wording: str = "{label}"
    """Of whom and when a figure of a year speaks; `{label}`, `{year}` and `{before}` stand for the
    period, the year in which it ends and the year before."""

    @property
    def years(self) -> tuple[int, ...]:
        """The year in which each period ends, the oldest first."""
        return tuple(year for year, _ in self.labels)

    @property
    def latest(self) -> int:
        """The year in which the newest period ends."""
        return self.labels[-1][0]

    def label(self, year: int) -> str:
        """Write a period as its publisher does.

        Raises
        ------
        BadInputError
            If there is no figure for that year.

        Examples
        --------
        >>> academic(2016, 2024).label(2024)
        '2023-24'
        """
        found = dict(self.labels).get(year)
        if found is None:
            listed = ", ".join(str(one) for one in self.years)
            raise BadInputError(f"There is no figure for {year}. Choose one of {listed}.")
        return found

    def text(self, year: int) -> str:
        """Return of whom and when a figure of a year speaks.

        Examples
        --------
        >>> Periods(((2024, "2023-24"),), wording="aged 19 in {label}").text(2024)
        'aged 19 in 2023-24'
        """
        return self.wording.format(label=self.label(year), year=year, before=year - 1)

    def text_of_two(self, before: int, after: int) -> str:
        """Return of whom and when the figures of two years speak.

        Examples
        --------
        >>> two = Periods(((2023, "2022-23"), (2024, "2023-24")), wording="aged 19 in {label}")
        >>> two.text_of_two(2023, 2024)
        'aged 19 in 2022-23 and 2023-24'
        """
        if "{label}" in self.wording:
            return self.wording.format(label=f"{self.label(before)} and {self.label(after)}")
        return f"{self.text(before)}, and {self.text(after)}"

    def why_not(self, one: int, other: int) -> str:
        """Return why two years do not compare; empty where they do.

        Examples
        --------
        >>> broken = Periods(calendar(2016, 2018).labels, (Apart((2016,), "grades changed"),))
        >>> broken.why_not(2017, 2018), broken.why_not(2016, 2018)
        ('', 'grades changed')
        """
        for group in self.apart:
            if (one in group.years) != (other in group.years):
                return group.why
        return ""

    def compared_with(self, year: int) -> tuple[int, ...]:
        """Return the years whose figures compare with those of a year, itself left out."""
        return tuple(one for one in self.years if one != year and not self.why_not(one, year))


def academic(first: int, last: int, without: tuple[int, ...] = ()) -> Periods:
    """Return periods of academic years, by the years in which they end.

    Examples
    --------
    >>> academic(2016, 2017).labels
    ((2016, '2015-16'), (2017, '2016-17'))
    """
    years = [year for year in range(first, last + 1) if year not in without]
    return Periods(tuple((year, f"{year - 1}-{year % 100:02d}") for year in years))


def calendar(first: int, last: int, without: tuple[int, ...] = ()) -> Periods:
    """Return periods of calendar years."""
    years = [year for year in range(first, last + 1) if year not in without]
    return Periods(tuple((year, str(year)) for year in years))


def spans(*ends: tuple[int, int]) -> Periods:
    """Return periods of several years each.

    Examples
    --------
    >>> spans((2000, 2005), (2018, 2024)).label(2024)
    '2018 to 2024'
    """
    return Periods(tuple((last, f"{first} to {last}") for first, last in ends))
