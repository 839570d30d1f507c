"""Regional maps of England: read, drawn, measured and compared.

From 2027 regional access partnerships replace Uni Connect in England. Whoever designs their regions
compares rival maps: young people, cold spots, institutions, what a border cuts, and balance.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
