"""What a stranger may type or drop: a code, or a file."""

import re
from urllib.parse import unquote

from flask_wtf.file import FileField, FileRequired

from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits
from lms.web.forms import Form, TextField

LONGEST_CODE = 40
_between = re.compile(r"[\s\u00ad\u200b-\u200d\u2010-\u2015\u2212._-]+")


class CodeForm(Form):
    code = TextField(_l("Code on the certificate"))


class FileForm(Form):
    file = FileField(
        _l("Certificate file (PDF)"), [FileRequired(_l("Choose the PDF of the certificate."))]
    )


def tidy(typed: str) -> str:
    """The code in what people type, paste or scan: a whole address, groups, any case."""
    last = unquote(typed.strip()).rstrip("/").rpartition("/")[2]
    return arabic_digits(_between.sub("", last)).upper()[:LONGEST_CODE]
