"""DMN 1.5: decision tables and graphs over FEEL.

`read(xml)` gives a `Model` or a `DmnProblem`; `Decisions(model, others)` is ready to be asked.
"""

from yiwang.kernel.dmn.decisions import Answer, Decisions
from yiwang.kernel.dmn.model import Model
from yiwang.kernel.dmn.problem import DmnProblem, Trouble
from yiwang.kernel.dmn.read import read
from yiwang.kernel.dmn.scope import Hit, Traced

__all__ = ["Answer", "Decisions", "DmnProblem", "Hit", "Model", "Traced", "Trouble", "read"]
