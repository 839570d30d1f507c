"""Chosen places side by side: their figures, the tested difference of each pair, leagues, funnels.

A difference is tested only where somebody counts whom both figures are of. Where two places have
no measure in common, or where nobody can say how sure a figure is, the answer says why.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
