"""`python -m lms.i18n.check`: both languages complete, nothing unmarked, nothing fuzzy; then compile.

Extracts into a temporary template, compares it with messages.pot and both catalogues, and writes
what is new into them (`--write`) so that a person can fill it in.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "translations"
_values = re.compile(r"%\((\w+)\)[sd]")


def extract() -> Catalog:
    """Every marked message of the program."""
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F",
             str(FOLDER / "babel.cfg"), "-k", "_l", "--no-location", "-o", file.name, str(ROOT)],
            check=True, cwd=ROOT,
        )  # fmt: skip
        with Path(file.name).open("rb") as found:
            return read_po(found)


def catalogue(locale: str) -> Catalog:
    with (FOLDER / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def problems(template: Catalog, locale: str) -> list[str]:
    """What is missing, fuzzy, left over or has other placeholders than its message."""
    known = catalogue(locale)
    wrong = [f"{locale}: the whole catalogue is marked fuzzy"] if known.fuzzy else []
    for message in template:
        if not message.id:
            continue
        there = known.get(message.id, message.context)
        texts = [] if there is None else _texts(there.string)
        if there is None or not all(texts):
            wrong.append(f"{locale}: missing: {_texts(message.id)[0]}")
        elif there.fuzzy:
            wrong.append(f"{locale}: fuzzy: {_texts(message.id)[0]}")
        else:
            wanted = set(_values.findall(" ".join(_texts(message.id))))
            if any(not set(_values.findall(text)) <= wanted for text in texts):
                wrong.append(f"{locale}: other placeholders: {_texts(message.id)[0]}")
    wrong += [
        f"{locale}: no longer used: {_texts(message.id)[0]}"
        for message in known
        if message.id and template.get(message.id, message.context) is None
    ]
    return wrong


def _texts(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def add_missing(template: Catalog) -> None:
    """Put new messages into both catalogues: English says what the message says."""
    for locale in ("th", "en"):
        known = catalogue(locale)
        known.update(template, no_fuzzy_matching=True)
        known.obsolete.clear()
        if locale == "en":
            for message in known:
                if message.id:
                    message.string = message.id
        with (FOLDER / locale / "LC_MESSAGES" / "messages.po").open("wb") as file:
            write_po(file, known, sort_output=True, width=100)
    with (FOLDER / "messages.pot").open("wb") as file:
        write_po(file, template, sort_output=True, width=100)


def main() -> int:
    template = extract()
    if "--write" in sys.argv:
        add_missing(template)
    wrong = problems(template, "th") + problems(template, "en")
    for line in wrong:
        print(line)
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "babel.messages.frontend", "-q", "compile", "-d", str(FOLDER)],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    if not wrong:
        print(f"{len(template)} messages, complete in Thai and English")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
