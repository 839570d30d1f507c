"""Charts of places: what each kind shows, its table and words, and its picture.

A kind is one `ChartKind`, registered in `kinds`; the terminal, the page and the embed draw any of
them through `chart_of` and `draw`.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
