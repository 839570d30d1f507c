"""What there is: geographies, indicators, datasets and columns, and what each of them means.

Every menu, legend, table heading and page of documentation reads these registries; nothing else
says what a number means.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
