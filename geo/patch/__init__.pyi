from .files import (
    SavedPatch,
    carry_patch,
    code_of_outlines,
    in_own_nation,
    load_patch,
    outline_of,
    patch_json,
    save_patch,
)
from .minutes import (
    patch_by_minutes,
)
from .suggest import (
    Suggestion,
    country_round,
    is_near_main,
    suggest_for_place,
    suggest_for_providers,
)

__all__ = [
    "SavedPatch",
    "Suggestion",
    "carry_patch",
    "code_of_outlines",
    "country_round",
    "in_own_nation",
    "is_near_main",
    "load_patch",
    "outline_of",
    "patch_by_minutes",
    "patch_json",
    "save_patch",
    "suggest_for_place",
    "suggest_for_providers",
]
