"""Rules on the columns of a list: a small grammar, parsed and never run as a program.

```
rule       = [name ":"] either
either     = all {"or" all}
all        = single {"and" single}
single     = "not" single | "(" either ")" | comparison
comparison = column ("<" | "<=" | ">" | ">=" | "=" | "!=") value
           | column "between" value "and" value
           | column "in" "(" value {"," value} ")"
           | column "is" ["not"] "known"
           | measure value {("or" | "and" | "to" | ",") value}
```

The last form is how people say it: `TUNDRA Q1 or Q2, or IMD 1 and 2`. A comma before `or` and `and`
is left out. What rests on a figure that is missing is not known, unless the rest decides it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.arrays import Flags
from geo.errors import BadInputError

RULE_EXAMPLE = "low: tundra_quintile <= 2 or imd_decile <= 2"
YES, NO, NOT_KNOWN = "yes", "no", "not known"
LONGEST = 500
"""Signs of a rule."""
MOST_RULES = 20
_DEEPEST = 40
_NAME_SIGNS = 60
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)%?)
      | (?P<fifth>[QqDd]\d{1,2}\b)
      | (?P<word>[A-Za-z_][A-Za-z0-9_.-]*)
      | (?P<sign><=|>=|!=|<>|==|[<>=(),])
    )""",
    re.VERBOSE,
)
_WORDS = ("or", "and", "not", "between", "in", "is", "known", "to")
_SHORT = {
    "tundra": {"": "tundra_quintile", "q": "tundra_quintile"},
    "imd": {"": "imd_decile", "q": "imd_fifth", "d": "imd_decile"},
}
_SHORT |= dict.fromkeys(("iod", "wimd", "simd", "nimdm"), _SHORT["imd"])
"""What people call a measure, and its column by what stands before a number."""


class Truth(NamedTuple):
    """Whether something is so of each row, and whether that is known."""

    so: Flags
    known: Flags


Test = Callable[[pd.DataFrame], Truth]


@dataclass(frozen=True)
class Rule:
    """A rule that was understood."""

    name: str
    text: str
    columns: tuple[str, ...]
    """That it looks at."""
    test: Test

    def apply(self, table: pd.DataFrame) -> pd.Series:
        """Return yes, no or not known for each row of a table that has the columns."""
        so, known = self.test(table)
        said = np.select([known & so, known], [YES, NO], NOT_KNOWN)
        return pd.Series(said, index=table.index, dtype="str")


def parse_rule(text: str, columns: Sequence[str]) -> Rule:
    """Understand a rule.

    Parameters
    ----------
    text
        The rule, its name and a colon before it if it has one.
    columns
        What it may look at.

    Raises
    ------
    BadInputError
        If it cannot be understood, or names a column that there is not.

    Examples
    --------
    >>> table = pd.DataFrame({"tundra_quintile": [1, 5, None], "imd_decile": [9, 2, 9]})
    >>> parse_rule(RULE_EXAMPLE, list(table)).apply(table).tolist()
    ['yes', 'yes', 'not known']
    >>> rule = parse_rule("TUNDRA Q1 or Q2, or IMD 1 and 2", list(table))
    >>> rule.columns, rule.apply(table).tolist()
    (('tundra_quintile', 'imd_decile'), ['yes', 'yes', 'not known'])
    """
    if len(text) > LONGEST:
        raise BadInputError(f"A rule of {len(text):,} signs is too long: {LONGEST} is the most.")
    name, colon, body = text.partition(":")
    if not colon:
        name, body = text, text
    name = " ".join(name.split())[:_NAME_SIGNS] or "rule"
    reader = _Reader(body, tuple(columns))
    test = reader.whole()
    return Rule(name, " ".join(body.split()), tuple(dict.fromkeys(reader.used)), test)


class _Reader:
    """The tokens of a rule, read from left to right."""

    def __init__(self, text: str, columns: tuple[str, ...]) -> None:
        self.text, self.columns = text, columns
        self.there = {one.lower(): one for one in columns}
        self.tokens = list(self._tokens())
        self.at, self.depth = 0, 0
        self.used: list[str] = []

    def _tokens(self) -> Iterable[tuple[str, str]]:
        at, text = 0, self.text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._wrong(f"{text[at:].strip()[:20]!r} cannot be read")
            kind = str(found.lastgroup)
            yield kind, found[kind]
            at = found.end()

    def _wrong(self, what: str) -> BadInputError:
        return BadInputError(
            f"The rule {' '.join(self.text.split())[:120]!r} is not understood: {what}. Write it "
            f'like "{RULE_EXAMPLE}".'
        )

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else ("end", "")

    def _is(self, *words: str, ahead: int = 0) -> bool:
        kind, text = self._peek(ahead)
        return kind in ("word", "sign") and text.lower() in words

    def _skip(self, *words: str) -> bool:
        if self._is(*words):
            self.at += 1
            return True
        return False

    def _expect(self, word: str, why: str) -> None:
        if not self._skip(word):
            raise self._wrong(f"{why}, not {self._peek()[1] or 'its end'!r}")

    def whole(self) -> Test:
        if not self.tokens:
            raise self._wrong("it says nothing")
        test = self._either()
        if self.at < len(self.tokens):
            raise self._wrong(f'"or" or "and" is missing before {self._peek()[1]!r}')
        return test

    def _either(self) -> Test:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._wrong("its brackets are too deep")
        parts = [self._all()]
        while self._is("or") or (self._is(",") and self._is("or", ahead=1)):
            self._skip(",")
            self._skip("or")
            parts.append(self._all())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else lambda table: _any([one(table) for one in parts])

    def _all(self) -> Test:
        parts = [self._single()]
        while self._is("and") or (self._is(",") and self._is("and", ahead=1)):
            self._skip(",")
            self._skip("and")
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else lambda table: _every([one(table) for one in parts])

    def _single(self) -> Test:
        times = 0
        while self._skip("not"):
            times += 1
        if self._skip("("):
            test = self._either()
            self._expect(")", "a bracket is not closed before what comes")
        else:
            test = self._comparison()
        return test if times % 2 == 0 else lambda table: _not(test(table))

    def _comparison(self) -> Test:
        kind, text = self._peek()
        if kind not in ("word", "text"):
            raise self._wrong(f"a column is missing before {text or 'its end'!r}")
        self.at += 1
        name = text.strip("\"'").lower()
        if name in _SHORT and name not in self.there and self._is_value():
            return self._short(name)
        column = self._column(name)
        if self._skip("between"):
            low = self._value()
            self._expect("and", '"and" belongs after the first of two limits')
            high = self._value()
            return lambda table: _every(
                [_compare(table[column], ">=", low), _compare(table[column], "<=", high)]
            )
        if self._skip("in"):
            self._expect("(", 'after "in" a bracket opens')
            values = [self._value()]
            while self._skip(","):
                values.append(self._value())
            self._expect(")", "a bracket is not closed before what comes")
            return lambda table: _any([_compare(table[column], "=", one) for one in values])
        if self._is("is") and (self._is("known", "not", ahead=1)):
            self.at += 1
            without = self._skip("not")
            self._expect("known", '"is" goes before "known" or "not known"')
            return lambda table: _is_known(table[column], known=not without)
        if self._is("is"):
            self.at += 1
            value = self._value()
            return lambda table: _compare(table[column], "=", value)
        if not self._is("<", "<=", ">", ">=", "=", "==", "!=", "<>"):
            raise self._wrong(f"what {text!r} should be compared with is missing")
        sign = {"==": "=", "<>": "!="}.get(self._peek()[1], self._peek()[1])
        self.at += 1
        value = self._value()
        return lambda table: _compare(table[column], sign, value)

    def _is_value(self, ahead: int = 0) -> bool:
        return self._peek(ahead)[0] in ("number", "fifth")

    def _short(self, name: str) -> Test:
        """Read values after a measure, as people say them."""
        values: list[tuple[str, float]] = [self._short_value()]
        while True:
            joined = 2 if self._is(",") and self._is("or", "and", ahead=1) else 1
            if not (self._is("or", "and", "to", ",") and self._is_value(joined)):
                break
            to = self._is("to")
            self.at += joined
            value = self._short_value()
            if to:
                values += [(value[0], one) for one in _up_to(values[-1][1], value[1])]
            values.append(value)
        # Who writes Q once means it of the numbers that follow.
        prefix = values[0][0]
        tests: list[Test] = []
        for own, number in values:
            columns = _SHORT[name]
            column = self._column(columns.get(own or prefix, columns[""]))
            tests.append(lambda table, c=column, n=number: _compare(table[c], "=", n))  # type: ignore[misc]
        return lambda table: _any([one(table) for one in tests])

    def _short_value(self) -> tuple[str, float]:
        kind, text = self._peek()
        self.at += 1
        if kind == "fifth":
            return text[0].lower(), float(text[1:])
        return "", _number(text)

    def _column(self, name: str) -> str:
        if name in _SHORT and name not in self.there:
            name = _SHORT[name][""]
        if name not in self.there:
            raise BadInputError(
                f"The rule {' '.join(self.text.split())[:120]!r} names {name[:40]!r}, which is no "
                f"column that it can look at. There are: {', '.join(self.columns)}."
            )
        self.used.append(self.there[name])
        return self.there[name]

    def _value(self) -> float | str:
        kind, text = self._peek()
        if kind in ("end", "sign") or (kind == "word" and text.lower() in _WORDS):
            raise self._wrong(f"a value is missing before {text or 'its end'!r}")
        self.at += 1
        if kind == "number":
            return _number(text)
        if kind == "fifth":
            return float(text[1:])
        if kind == "text":
            return text[1:-1]
        words = [text]
        # Names of places have several words: South East, North Somerset.
        while self._peek()[0] == "word" and not self._is(*_WORDS):
            words.append(self._peek()[1])
            self.at += 1
        return " ".join(words)


def _up_to(low: float, high: float) -> list[float]:
    """Return the whole numbers between two, of few."""
    return [float(one) for one in range(int(low) + 1, min(int(high), int(low) + 100))]


def _number(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _compare(values: pd.Series, sign: str, value: float | str) -> Truth:
    if not pd.api.types.is_numeric_dtype(values):
        return _compare_text(values, sign, value)
    if isinstance(value, str):
        raise BadInputError(
            f"The column {values.name} has numbers, and a rule compares it with {value[:40]!r}. "
            "Give a number."
        )
    numbers = values.astype("float64").to_numpy(dtype="float64", na_value=np.nan)
    known = ~np.isnan(numbers)
    with np.errstate(invalid="ignore"):
        found = {
            "<": numbers < value,
            "<=": numbers <= value,
            ">": numbers > value,
            ">=": numbers >= value,
            "=": numbers == value,
            "!=": numbers != value,
        }[sign]
    return Truth(found & known, known)


def _compare_text(values: pd.Series, sign: str, value: float | str) -> Truth:
    if sign not in ("=", "!=") or not isinstance(value, str):
        raise BadInputError(
            f"The column {values.name} has text: a rule can only say that it is, or is not, some "
            f'text, as in {values.name} = "Blackpool".'
        )
    text = values.fillna("").astype("str")
    known = (text != "").to_numpy(dtype=bool)
    same = (text.str.casefold() == value.casefold()).to_numpy(dtype=bool)
    return Truth((same if sign == "=" else ~same) & known, known)


def _is_known(values: pd.Series, *, known: bool) -> Truth:
    there = (values.notna() & (values.astype("str") != "")).to_numpy(dtype=bool)
    return Truth(there if known else ~there, np.ones(len(there), dtype=bool))


def _any(parts: list[Truth]) -> Truth:
    so = np.logical_or.reduce([one.so & one.known for one in parts])
    return Truth(so, so | np.logical_and.reduce([one.known for one in parts]))


def _every(parts: list[Truth]) -> Truth:
    never = np.logical_or.reduce([~one.so & one.known for one in parts])
    known = np.logical_and.reduce([one.known for one in parts])
    return Truth(known & ~never, known | never)


def _not(part: Truth) -> Truth:
    return Truth(~part.so & part.known, part.known)
