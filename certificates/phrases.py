"""How templates say what a certificate is: documents, states, codes, skills."""

from typing import Any

from certificates.answer import WORDS
from certificates.statement import DocumentType
from certificates.wording import DOCUMENTS
from lms.i18n import Localised, current_locale
from lms.reference.queries import skills
from lms.web.security import absolute


def document_words(document: DocumentType) -> Localised:
    words = DOCUMENTS[document]
    return Localised(words.th, words.en)


def state_word(state: str) -> str:
    words = WORDS[state]
    return words.th if current_locale() == "th" else words.en


def code_in_groups(code: str) -> str:
    """In groups of four, as the paper prints it."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def skill_title(reference: str) -> Localised:
    """The title of framework:code:level; the reference itself where the framework is gone."""
    framework, _colon, rest = reference.partition(":")
    code = rest.rpartition(":")[0]
    for skill in skills().values():
        if (skill.framework_code, skill.code) == (framework, code):
            return skill.title
    return Localised(reference, reference)


def verify_link(code: str) -> str:
    return absolute(f"/v/{code}")


def phrases() -> dict[str, Any]:
    """For the templates of this slice."""
    return {
        each.__name__: each
        for each in (document_words, state_word, code_in_groups, skill_title, verify_link)
    }
