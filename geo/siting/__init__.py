"""Where new sites would do most: MCLP, LSCP and p-median, proven optimal or bounded.

A question (`question`) becomes a problem (`problem`), is made smaller without losing its answer
(`presolve`), begun greedily and solved by HiGHS (`mip`), with prices for a bound (`lagrangian`).
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
