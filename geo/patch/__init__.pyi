from .files import (
    carry_patch,
    load_patch,
    patch_json,
    save_patch,
)
from .suggest import (
    Suggestion,
    country_round,
    suggest_for_place,
    suggest_for_providers,
)

__all__ = [
    "Suggestion",
    "carry_patch",
    "country_round",
    "load_patch",
    "patch_json",
    "save_patch",
    "suggest_for_place",
    "suggest_for_providers",
]
