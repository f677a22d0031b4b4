"""The evidence pack of the agreement: one PDF in Thai out of answers, targets and papers."""

from datetime import datetime

from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.reference.queries import brand
from lms.web.templating import render_template
from lms.workforce.charts import PRINT_CSS
from lms.workforce.periods import Period
from lms.workforce.printing import printed
from lms.workforce.targets.sections import Pack

STYLE = """
@page cover { @bottom-left { content: none } @bottom-right { content: none } }
.cover { page: cover; break-after: page; padding-top: 40mm }
.cover h1 { font-size: 21pt; bookmark-level: none }
dt { break-after: avoid }
.state { white-space: nowrap }
.cover .cover__of { font-size: 15pt; line-height: 1.5 }
.cover .cover__foot { margin-top: 8mm }
.contents { margin-top: 22mm }
.contents h2 { bookmark-level: none }
.chapter { margin-top: 11mm; break-after: avoid }
.cover + .chapter { margin-top: 0 }
.chapter + p { break-after: avoid }
.beside { font-size: 0 }
.beside > * { display: inline-block; vertical-align: top; font-size: 10.5pt; margin: 0 }
.beside > div { width: 54% }
.beside > figure { width: 42%; margin: 2mm 0 0 4% }
.beside th, .beside td { padding-top: .6mm; padding-bottom: .6mm }
.beside svg { width: 100% }
.bars svg { width: 100% }
dl { font-size: 9.5pt; line-height: 1.48; margin: 0 }
dt { margin-top: 1.5mm }
dd, li { break-inside: avoid }
.contents ol { list-style: none; padding: 0 }
.contents li { margin: 1.6mm 0 }
.contents a { color: #1c2733; text-decoration: none; display: block }
.contents a::after { content: leader(".") target-counter(attr(href url), page); color: #55616d }
figcaption { font-weight: 600; margin: 0 0 1.5mm }
.figures th[scope="row"] { font-weight: 600 }
.group th { font-weight: 600; color: #0f5c66; padding-top: 2.2mm; break-after: avoid }
.columns { columns: 2; column-gap: 10mm }
.columns table { margin: 0 }
.pair { font-size: 0; break-inside: avoid }
.pair > div { display: inline-block; vertical-align: top; width: 47%; font-size: 10.5pt }
.pair > div + div { margin-left: 6% }
.pair figure { margin: 1mm 0 }
"""


def draw(period: Period) -> tuple[bytes, datetime | None]:
    """The PDF and the moment that its numbers are of; in the language that is spoken now."""
    pack = Pack.of(period)
    html = render_template("targets/paper/pack.html", pack=pack, brand=brand())
    pdf = printed(
        html,
        STYLE,
        title=_("Evidence of the agreement, %(period)s", period=period.title),
        lang=current_locale(),
        footer=f"{brand().tagline} · {period.title}",
        chart_css=PRINT_CSS,
    )
    return pdf, pack.as_of
