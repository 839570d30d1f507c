from .areas import (
    Drawn,
    can_be_hexagons,
    draw_areas,
    drawn_of,
    line,
    zone_shapes,
)
from .frame import (
    Frame,
    frame_in,
)
from .labels import (
    draw_names,
)
from .looks import (
    GREYS,
    Fill,
    Style,
    fills_of,
)
from .marks import (
    ACCENT,
    locator,
    scale_bar,
)
from .multiples import (
    many_credit,
    many_datasets,
    many_title,
    many_words,
    small_maps,
)
from .paths import (
    fill,
    paths_of,
)
from .render import (
    Shape,
    draw_png,
    draw_static,
    drawing,
    read_size,
)
from .sheet import (
    PX_PER_INCH,
    Sheet,
    new_sheet,
    plain,
    width_of,
    wrapped,
)
from .sites import (
    rings_of,
)
from .words import (
    datasets_of,
    figures_credit,
)
from .written import (
    written,
)

__all__ = [
    "ACCENT",
    "GREYS",
    "PX_PER_INCH",
    "Drawn",
    "Fill",
    "Frame",
    "Shape",
    "Sheet",
    "Style",
    "can_be_hexagons",
    "datasets_of",
    "draw_areas",
    "draw_names",
    "draw_png",
    "draw_static",
    "drawing",
    "drawn_of",
    "figures_credit",
    "fill",
    "fills_of",
    "frame_in",
    "line",
    "locator",
    "many_credit",
    "many_datasets",
    "many_title",
    "many_words",
    "new_sheet",
    "paths_of",
    "plain",
    "read_size",
    "rings_of",
    "scale_bar",
    "small_maps",
    "width_of",
    "wrapped",
    "written",
    "zone_shapes",
]
