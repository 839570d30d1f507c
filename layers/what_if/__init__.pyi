from .answer import (
    WhatIf,
    answer_of,
    lines_of,
    rows_shown,
)
from .options import (
    WhatIfAsked,
    from_query,
    removable,
    with_hub_at,
)
from .picture import (
    CLASSES,
    picture_of,
)

__all__ = [
    "CLASSES",
    "WhatIf",
    "WhatIfAsked",
    "answer_of",
    "from_query",
    "lines_of",
    "picture_of",
    "removable",
    "rows_shown",
    "with_hub_at",
]
