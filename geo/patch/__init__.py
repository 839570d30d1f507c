"""A patch: the places that an institution, a partnership or a council works with, as one.

What it is put together from stands in its code (`geo.registry.read_patch`), and which areas belong
to it in `geo.areas`. Here: patches to begin with, the file that outlives changes of boundaries,
and what a patch is in figures.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
