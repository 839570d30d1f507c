from .areas import (
    Drawn,
    draw_areas,
    drawn_of,
    line,
    zone_shapes,
)
from .frame import (
    Frame,
    frame_in,
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
from .render import (
    Shape,
    draw_names,
    draw_static,
    drawing,
)
from .sheet import (
    PX_PER_INCH,
    new_sheet,
    plain,
)
from .words import (
    datasets_of,
)

__all__ = [
    "ACCENT",
    "GREYS",
    "PX_PER_INCH",
    "Drawn",
    "Fill",
    "Frame",
    "Shape",
    "Style",
    "datasets_of",
    "draw_areas",
    "draw_names",
    "draw_static",
    "drawing",
    "drawn_of",
    "fills_of",
    "frame_in",
    "line",
    "locator",
    "many_credit",
    "many_datasets",
    "many_title",
    "many_words",
    "new_sheet",
    "plain",
    "scale_bar",
    "small_maps",
    "zone_shapes",
]
