from .bym2 import (
    MODEL,
    Fit,
    Graph,
    fit,
    scaled_graph,
)
from .stored import (
    BUNDLED_DRAWS,
    POSTERIOR_LEVELS,
    STEP,
    Drawn,
    load_draws,
    to_octets,
)
from .summaries import (
    FIFTHS,
    INTERVAL,
    SUMMARY,
    WRONG,
    draws_interval,
    likely,
    summarise,
    summarise_gap,
)
from .sums import (
    modelled_of,
    prob_elsewhere,
    shares_of,
)

__all__ = [
    "BUNDLED_DRAWS",
    "FIFTHS",
    "INTERVAL",
    "MODEL",
    "POSTERIOR_LEVELS",
    "STEP",
    "SUMMARY",
    "WRONG",
    "Drawn",
    "Fit",
    "Graph",
    "draws_interval",
    "fit",
    "likely",
    "load_draws",
    "modelled_of",
    "prob_elsewhere",
    "scaled_graph",
    "shares_of",
    "summarise",
    "summarise_gap",
    "to_octets",
]
