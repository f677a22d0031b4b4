"""Metadata as catalogues read it: CKAN with the fields of Thailand's agencies, and DCAT."""

from collections.abc import Sequence
from typing import Any

from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.reference.queries import brand
from lms.web.security import absolute
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures import UNITS, get_measure, least
from lms.workforce.opendata.queries import Published
from lms.workforce.opendata.registry import LICENCE

FILES = (("csv", "CSV", "text/csv"), ("json", "JSON", "application/json"))


def package(one: Published) -> dict[str, Any]:
    """A dataset as CKAN's package_show has it, with every field of the government's catalogues."""
    measures = [get_measure(code) for code in one.dataset.codes]
    name, contact = str(brand().name), brand().contact
    return {
        "name": one.dataset.code,
        "title": str(one.dataset.title),
        "notes": f"{one.dataset.notes} {disclosure()}",
        "type": "dataset",
        "private": False,
        "owner_org": name,
        "organization": {"name": "thaksa", "title": name},
        "author": name,
        "maintainer": name,
        "maintainer_email": contact,
        "license_id": LICENCE[0],
        "license_title": LICENCE[1],
        "license_url": LICENCE[2],
        "url": absolute(f"/data/{one.dataset.code}"),
        "tags": [{"name": word} for word in ("digital-skills", "thaksa", one.dataset.code)],
        "data_type": "ข้อมูลสถิติ",
        "data_category": "ข้อมูลสาธารณะ",
        "data_classification": "ข้อมูลสาธารณะ",
        "data_language": ["ไทย", "อังกฤษ"],
        "data_format": ["CSV", "JSON"],
        "data_source": ", ".join(dict.fromkeys(str(m.source) for m in measures if m.source)),
        "data_support": _("The platform's own records"),
        "data_collect": _("Counted by the platform from what learners did"),
        "objective": _("To let everybody follow how digital skills grow in the province"),
        "update_frequency_unit": "เดือน",
        "update_frequency_interval": 1,
        "geo_coverage": f"{brand().province_name}",
        "disaggregate": [str(DIMENSIONS[by].title) for by in one.dataset.by],
        "unit_of_measure": ", ".join(dict.fromkeys(str(UNITS[m.unit]) for m in measures)),
        "calculation_method": "\n".join(f"{m.code} {m.title}: {m.definition}" for m in measures),
        "first_year_of_data": one.years[0] if one.years else None,
        "last_year_of_data": one.years[-1] if one.years else None,
        "created_date": one.first_day.isoformat(),
        "last_updated_date": one.day.isoformat(),
        "data_release_calendar": _("In the first night of a month: what is over then"),
        "accessible_condition": _("Open to everybody without registration"),
        "allow_harvest": True,
        "metadata_created": one.first_day.isoformat(),
        "metadata_modified": one.day.isoformat(),
        "resources": [
            {
                "id": f"{one.dataset.code}.{ending}",
                "name": f"{one.dataset.title} ({format_name})",
                "format": format_name,
                "mimetype": kind,
                "url": absolute(f"/data/{one.dataset.code}.{ending}"),
                "last_modified": one.day.isoformat(),
            }
            for ending, format_name, kind in FILES
        ],
    }


def dcat(published: Sequence[Published]) -> dict[str, Any]:
    """The catalogue as JSON-LD in the words of DCAT."""
    publisher = {"@type": "foaf:Organization", "foaf:name": str(brand().name)}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": absolute("/data"),
        "@type": "dcat:Catalog",
        "dct:title": _said(_("Open data of %(name)s", name=str(brand().name))),
        "dct:publisher": publisher,
        "dct:license": {"@id": LICENCE[2]},
        "dcat:dataset": [_dcat(one, publisher) for one in published],
    }


def _dcat(one: Published, publisher: dict[str, str]) -> dict[str, Any]:
    address = absolute(f"/data/{one.dataset.code}")
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": one.dataset.code,
        "dct:title": _said(str(one.dataset.title)),
        "dct:description": _said(str(one.dataset.notes)),
        "dct:publisher": publisher,
        "dct:issued": {"@value": one.first_day.isoformat(), "@type": "xsd:date"},
        "dct:modified": {"@value": one.day.isoformat(), "@type": "xsd:date"},
        "dct:accrualPeriodicity": {
            "@id": "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
        },
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [
            {
                "@id": f"{address}.{ending}",
                "@type": "dcat:Distribution",
                "dct:title": format_name,
                "dcat:downloadURL": {"@id": f"{address}.{ending}"},
                "dcat:mediaType": kind,
                "dct:license": {"@id": LICENCE[2]},
            }
            for ending, format_name, kind in FILES
        ],
    }


def _said(words: str) -> dict[str, str]:
    return {"@value": words, "@language": current_locale()}


def disclosure() -> str:
    """What protects people in every table."""
    return _(
        "Numbers of fewer than %(count)s people are not shown, nor those from which they could be"
        " worked out. Only periods that are over are published, and what was published stays, so that"
        " nobody can watch a number move by one person.",
        count=least(),
    )
