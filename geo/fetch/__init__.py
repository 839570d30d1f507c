"""Publishers' files over HTTP into a cache: whole and checked, or not at all.

One client, one module for each protocol (files, ArcGIS feature services, explore education
statistics), and a guard against networks that nobody named.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
