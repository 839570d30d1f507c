"""Cold spots: standardised rates, spatial weights, local statistics, exact permutation tests.

False discovery rate, robustness to the recipe, zones of touching cold spots, and the other
definitions of a cold spot beside the tested one.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
