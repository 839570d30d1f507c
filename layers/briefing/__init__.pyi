from .change import (
    change_asked,
)
from .compose import (
    BRIEFING,
    BRIEFING_FORMS,
    in_form,
)

__all__ = [
    "BRIEFING",
    "BRIEFING_FORMS",
    "change_asked",
    "in_form",
]
