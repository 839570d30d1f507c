from .files import (
    VINTAGES,
    SavedPatch,
    carry_patch,
    code_of_polygons,
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
    "VINTAGES",
    "SavedPatch",
    "Suggestion",
    "carry_patch",
    "code_of_polygons",
    "country_round",
    "load_patch",
    "patch_json",
    "save_patch",
    "suggest_for_place",
    "suggest_for_providers",
]
