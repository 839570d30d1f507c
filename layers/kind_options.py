"""What a kind of map asks beyond place, level and look: its options, and how a view holds them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

if TYPE_CHECKING:
    from layers.view import MapView

ViewT = TypeVar("ViewT", bound="MapView")


class KindOptions(ABC):
    """The options of a kind: a frozen dataclass that writes and reads its own part of an address.

    Each of its fields has a default, so that the class without arguments is what a first view asks.
    """

    outlasts_its_kind: ClassVar[bool] = True
    """Whether a view goes on holding them while it shows one measure, and brings them back."""

    @classmethod
    def of(cls, view: MapView) -> Self:
        """Return those that a view holds, or the first ones.

        Examples
        --------
        >>> from layers.reach.options import ReachOptions
        >>> from layers.view import MapView
        >>> ReachOptions.of(MapView()).km
        10.0
        """
        return next((one for one in view.options if isinstance(one, cls)), cls())

    @abstractmethod
    def pairs(self) -> dict[str, str]:
        """Return the keys of an address; what is as in the first view is empty."""

    @classmethod
    @abstractmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        """Read the options from the query of an address.

        Parameters
        ----------
        query
            Keys and values, already unquoted, and not to be trusted.
        notes
            Gets a sentence for each value that cannot be used, and never the value itself.
        level
            Level of the areas that are shown.
        """


def canonical(options: Iterable[KindOptions]) -> tuple[KindOptions, ...]:
    """Return the last options of each class, in the order of their names, without first ones.

    Two views that ask the same are equal therefore, however they came to ask it.
    """
    last = {type(one): one for one in options}
    told = [one for kind, one in last.items() if one != kind()]
    return tuple(sorted(told, key=lambda one: (type(one).__module__, type(one).__qualname__)))


def with_options(view: ViewT, *options: KindOptions) -> ViewT:
    """Return the view with other options in place of those of the same classes.

    Examples
    --------
    >>> from layers.reach.options import ReachOptions
    >>> from layers.view import MapView
    >>> with_options(MapView(mode="reach"), ReachOptions(km=5)).to_query()
    'with=reach&km=5'
    """
    return replace(view, options=(*view.options, *options))


def change_options(view: ViewT, kind: type[KindOptions], **changes: Any) -> ViewT:
    """Return the view with some fields changed of the options of a class.

    Examples
    --------
    >>> from layers.reach.options import ReachOptions
    >>> from layers.view import MapView
    >>> view = change_options(MapView(mode="reach"), ReachOptions, km=5.0, show="tiers")
    >>> change_options(view, ReachOptions, km=7.5).to_query()
    'with=reach&km=7.5&reach=tiers'
    """
    return with_options(view, replace(kind.of(view), **changes))  # type: ignore[type-var]
