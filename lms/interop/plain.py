"""HTML of other programs as the plain text that a question holds."""

import html
import re

import nh3

_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|sub|sup|ul|ol|li|code|pre|img|a|font|table|tbody|thead"
    r"|tr|td|th|h[1-6]|blockquote|hr|small|s|video|audio|source|iframe|script|style)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:img|video|audio|iframe|object|embed)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>", re.IGNORECASE)
_FORMULA = re.compile(r"\\\((.{1,2000}?)\\\)|\$\$(.{1,2000}?)\$\$", re.DOTALL)


def plain(text: str, *, certain: bool) -> tuple[str, bool]:
    """The text without markup, and whether media were lost.

    `certain` says that it is HTML; else that is guessed by tags that people use, so that `a < b`
    and `<script>` as a subject of study stay what they are.
    """
    text = _FORMULA.sub(lambda found: f"${(found.group(1) or found.group(2)).strip()}$", text)
    if not certain and not _TAG.search(text) and not _ENTITY.search(text):
        return text, False
    lost = bool(_MEDIA.search(text))
    if certain or _TAG.search(text):
        text = _BREAK.sub("\n", text)
        text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
    lines = [" ".join(line.split()) for line in html.unescape(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), lost
