"""The map in the browser: the state sent to the page, the query of an address, and folium."""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
