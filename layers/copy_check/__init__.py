"""Copy held against the data: every figure, comparison, rank and change that a text states.

By rules alone, asking nothing of any service. What is not understood is listed as not checked.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
