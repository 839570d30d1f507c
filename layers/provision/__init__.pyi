from .all_subjects import (
    all_subjects,
)
from .heat import (
    HEAT_OF,
    heat_look,
    heat_page,
    heat_part,
    heat_title,
    to_percent,
)
from .heat_picture import (
    heat_picture,
)
from .hinge_picture import (
    hinge_picture,
)
from .irish import (
    irish_picture,
    irish_table,
)
from .kind import (
    PAGE,
    with_taught,
)
from .options import (
    TaughtOptions,
)
from .sections import (
    adult_table,
    adult_words,
    continuation_table,
    earning_table,
    hinge_table,
    limit_part,
    place_of,
    providers_near,
    provision_of,
    zone_table,
    zones_of,
)
from .state import (
    found_of,
)
from .tables import (
    change_table,
    losing_table,
    opening_table,
    provider_table,
)
from .words import (
    adult_lines,
    change_lines,
    opening_lines,
    provision_lines,
)

__all__ = [
    "HEAT_OF",
    "PAGE",
    "TaughtOptions",
    "adult_lines",
    "adult_table",
    "adult_words",
    "all_subjects",
    "change_lines",
    "change_table",
    "continuation_table",
    "earning_table",
    "found_of",
    "heat_look",
    "heat_page",
    "heat_part",
    "heat_picture",
    "heat_title",
    "hinge_picture",
    "hinge_table",
    "irish_picture",
    "irish_table",
    "limit_part",
    "losing_table",
    "opening_lines",
    "opening_table",
    "place_of",
    "provider_table",
    "providers_near",
    "provision_lines",
    "provision_of",
    "to_percent",
    "with_taught",
    "zone_table",
    "zones_of",
]
