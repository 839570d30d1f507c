from .addresses import (
    NO_POSTCODE,
    column_with_postcodes,
    fill_postcodes,
    mark_addresses,
)
from .columns import (
    KINDS,
    ROLES,
    Layout,
    kind_of,
    pick,
    recognise,
)
from .dates import (
    NO_DATE,
    read_dates,
)
from .decimals import (
    COULD_BE_TWO,
    could_be_two,
    numbers,
)
from .digests import (
    digest_of,
)
from .json_shape import (
    check_shape,
    parse_json,
)
from .locate import (
    FARTHEST_M,
    WHERE,
)
from .regular_files import (
    check_regular,
    opened,
    read_most,
)
from .rows import (
    MOST_ROWS,
    Rows,
    content_of,
    read_rows,
)
from .sites import (
    OWN,
    OWN_PARTNER,
    SITE_COLUMNS,
    bad_rows,
    bad_to_csv,
    check_any,
    place_cells,
    read_sites,
)
from .spreadsheet_safety import (
    inert,
    inert_names,
)
from .suppress import (
    LEVEL,
    UPWARDS,
    WHOLE,
    Shown,
    Whole,
    above_of,
    hide,
    hide_groups,
    levels_of,
    shown,
    tree,
)

__all__ = [
    "COULD_BE_TWO",
    "FARTHEST_M",
    "KINDS",
    "LEVEL",
    "MOST_ROWS",
    "NO_DATE",
    "NO_POSTCODE",
    "OWN",
    "OWN_PARTNER",
    "ROLES",
    "SITE_COLUMNS",
    "UPWARDS",
    "WHERE",
    "WHOLE",
    "Layout",
    "Rows",
    "Shown",
    "Whole",
    "above_of",
    "bad_rows",
    "bad_to_csv",
    "check_any",
    "check_regular",
    "check_shape",
    "column_with_postcodes",
    "content_of",
    "could_be_two",
    "digest_of",
    "fill_postcodes",
    "hide",
    "hide_groups",
    "inert",
    "inert_names",
    "kind_of",
    "levels_of",
    "mark_addresses",
    "numbers",
    "opened",
    "parse_json",
    "pick",
    "place_cells",
    "read_dates",
    "read_most",
    "read_rows",
    "read_sites",
    "recognise",
    "shown",
    "tree",
]
