"""Which numbers may be shown without telling about single people. Pure."""

from lms.workforce.disclosing.control import Control, Decided, hidden
from lms.workforce.disclosing.parts import masked, nested

__all__ = ["Control", "Decided", "hidden", "masked", "nested"]
