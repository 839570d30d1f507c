from .heat import (
    heat_page,
    to_percent,
)
from .kind import (
    PAGE,
    with_taught,
)
from .options import (
    TaughtOptions,
)
from .tables import (
    change_table,
    losing_table,
    opening_table,
    provider_table,
)
from .words import (
    change_lines,
    opening_lines,
    provision_lines,
)

__all__ = [
    "PAGE",
    "TaughtOptions",
    "change_lines",
    "change_table",
    "heat_page",
    "losing_table",
    "opening_lines",
    "opening_table",
    "provider_table",
    "provision_lines",
    "to_percent",
    "with_taught",
]
