"""The joined table of a geography, and what is worked out on it.

Containment, sums from small areas to upper ones, classes, rates with their uncertainty, and
places alike. What maps ask for again and again is kept in `geo.areas.cache`.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
