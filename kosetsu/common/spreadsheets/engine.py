"""openpyxl, read without numpy.

It asks for numpy's kinds of numbers only to recognise them in cells. Nobody here puts one into a cell, and each process
would hold 15 MB for it; the search, which does reckon with numpy, imports it when it needs it.
"""

import sys

_hidden = "numpy" not in sys.modules
if _hidden:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # an import then fails as for what is not installed
try:
    from openpyxl.utils import get_column_letter
finally:
    if _hidden:
        del sys.modules["numpy"]

__all__ = ["get_column_letter"]
