"""GIFT, the text format of questions that Moodle reads and writes."""

from courses.public import exchange
from lms.i18n import lazy_gettext as _l
from lms.interop.gift.reading import read
from lms.interop.gift.writing import write

__all__ = ["FORMAT", "read", "write"]

FORMAT = exchange.Format(
    name="gift",
    title=_l("GIFT (text, from Moodle)"),
    suffixes=(".gift", ".txt"),
    content_type="text/plain; charset=utf-8",
    read=read,
    write=write,
)
