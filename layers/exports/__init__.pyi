from .chart_table import (
    check_chart_suffix,
)
from .csv_table import (
    table_csv,
    write_csv,
)
from .desk import (
    write_desk,
)
from .embed import (
    embed_snippet,
    frame_snippet,
)
from .enriched import (
    AREA_NOT_PERSON,
    check_list_suffix,
    files_of_list,
    list_as_csv,
    list_as_xlsx,
    list_notes,
    write_list,
)
from .files import (
    PAGE,
    SUFFIXES,
    for_oneself,
    read_link,
    write_charts,
    write_view,
)
from .html import (
    page_of,
)
from .manifest import (
    Manifest,
    Options,
    changed_datasets,
    changed_files,
    check_members,
    is_data,
    read_manifest,
    same_uploads,
)
from .newsroom import (
    Pack,
    make_pack,
    pack_name,
    write_pack,
)
from .tables import (
    check_suffix,
    content_of,
    files_of,
    remark_on,
    write_areas,
)

__all__ = [
    "AREA_NOT_PERSON",
    "PAGE",
    "SUFFIXES",
    "Manifest",
    "Options",
    "Pack",
    "changed_datasets",
    "changed_files",
    "check_chart_suffix",
    "check_list_suffix",
    "check_members",
    "check_suffix",
    "content_of",
    "embed_snippet",
    "files_of",
    "files_of_list",
    "for_oneself",
    "frame_snippet",
    "is_data",
    "list_as_csv",
    "list_as_xlsx",
    "list_notes",
    "make_pack",
    "pack_name",
    "page_of",
    "read_link",
    "read_manifest",
    "remark_on",
    "same_uploads",
    "table_csv",
    "write_areas",
    "write_charts",
    "write_csv",
    "write_desk",
    "write_list",
    "write_pack",
    "write_view",
]
