"""Which numbers may be shown without telling about single people. Pure."""

from lms.workforce.disclosing.control import Control, Decided
from lms.workforce.disclosing.parts import nested

__all__ = ["Control", "Decided", "nested"]
