"""Results of a survey as files that open in a spreadsheet with Thai text and without formulas."""

import io
from collections.abc import Callable

import xlsxwriter

from courses.learning.survey import QuestionKind
from courses.learning.survey_results import Results
from lms.accounts.public import to_csv
from lms.i18n import gettext as _

Cell = str | int | float


def rows(results: Results) -> list[dict[str, Cell]]:
    """One row for each value of each question, or for each text."""
    found: list[dict[str, Cell]] = []
    for number, result in enumerate(results.questions, start=1):
        said: dict[str, Cell] = {_("No."): number, _("Question"): str(result.question.text)}
        if result.question.kind is QuestionKind.TEXT:
            found += [said | _row(text, "", "", result.n, "") for text in result.texts]
            continue
        mean = "" if result.mean is None else round(result.mean, 2)
        for value, text in result.question.options:
            share = round(100 * result.share(value), 1)
            found.append(said | _row(str(text), result.counts.get(value, 0), share, result.n, mean))
    return found


def _row(answer: str, count: Cell, share: Cell, n: Cell, mean: Cell) -> dict[str, Cell]:
    return {
        _("Answer"): answer,
        _("Number"): count,
        _("Percent"): share,
        _("Answered"): n,
        _("Mean"): mean,
    }


def csv(results: Results) -> bytes:
    return to_csv([dict(row) for row in rows(results)]).encode()


def xlsx(results: Results) -> bytes:
    """Texts are written as texts, whatever they begin with."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Results")[:31])
        head = book.add_format({"bold": True, "text_wrap": True})
        table = rows(results)
        for column, name in enumerate(table[0] if table else ()):
            sheet.write_string(0, column, name, head)
        for line, row in enumerate(table, start=1):
            for column, value in enumerate(row.values()):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write_number(line, column, value)
        sheet.set_column(1, 2, 40)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


WRITERS: dict[str, tuple[Callable[[Results], bytes], str]] = {
    "csv": (csv, "text/csv; charset=utf-8"),
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
