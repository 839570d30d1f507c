"""Who works with which school: records of partners, what they may show, and fair share-outs.

A partner's work enters as its summary, in which small counts are hidden, also where all partners
are in one file: what is shown is the same whether their records are pooled or handed over apart.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
