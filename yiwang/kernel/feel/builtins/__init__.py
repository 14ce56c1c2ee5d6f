"""The built-in functions of FEEL. Importing a module of this package registers its functions.

Source: DMN 1.5, 10.3.4.
"""

from yiwang.kernel.feel.builtins import (  # noqa: F401
    contexts,
    conversions,
    lists,
    moments,
    numbers,
    ranges,
    strings,
)
from yiwang.kernel.feel.signature import BUILTINS

__all__ = ["BUILTINS"]
