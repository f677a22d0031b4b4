"""Provisional."""
from dataclasses import dataclass
@dataclass(frozen=True)
class PersonName:
    title_th: str = ""
    first_th: str = ""
    last_th: str = ""
    title_en: str = ""
    first_en: str = ""
    middle_en: str = ""
    last_en: str = ""
