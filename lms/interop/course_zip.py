"""A course as a ZIP of plain files, documented in docs/course-zip.md.

The same course gives the same bytes: names are sorted, times and rights are fixed, JSON has one
spelling, and nothing of this copy (ids, codes, people) is in it.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from courses.public import bundles
from lms.archives import BadArchive, Limits
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.interop.archives import PIECE, Archive, open_archive

FORMAT, VERSION = "thaksa-course", 1
MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LIMITS = Limits(files=5_000, unpacked=20 << 30)
_PLACES = re.compile(
    r"(?:course|outline|questions|files)\.json|quizzes/[\w-]+\.json|lessons/[\w-]+\.html|files/F\d{11}",
    re.ASCII,
)
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


def pack(bundle: bundles.Bundle, opened: bundles.Opener, target: Path) -> None:
    """Write the bundle to `target`."""
    texts = {name: _json(value) for name, value in _parts(bundle).items()}
    texts |= {f"lessons/{slug}.html": body.encode() for slug, body in bundle.lessons.items()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in texts.items()}
    digests |= {_place(file): file.digest for file in bundle.files}
    texts[MANIFEST] = _json({"format": FORMAT, "version": VERSION, "files": digests})
    files = {_place(file): file for file in bundle.files}
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for name in sorted({*texts, *files}):
            if name in texts:
                archive.writestr(_member(name, zipfile.ZIP_DEFLATED), texts[name])
                continue
            with (
                opened(files[name]) as path,
                path.open("rb") as source,
                archive.open(_member(name, zipfile.ZIP_STORED), "w", force_zip64=True) as out,
            ):
                while piece := source.read(PIECE):
                    out.write(piece)


def _parts(bundle: bundles.Bundle) -> dict[str, Any]:
    """The JSON files of a course."""
    return {
        "course.json": bundle.details,
        "outline.json": list(bundle.modules),
        "questions.json": list(bundle.questions),
        "files.json": [
            {"name": f.name, "file_name": f.file_name, "digest": f.digest, "about": f.about}
            for f in bundle.files
        ],
        **{f"quizzes/{slug}.json": quiz for slug, quiz in bundle.quizzes.items()},
    }


def _place(file: bundles.BundledFile) -> str:
    return f"files/{file.name}"


def _json(value: Any) -> bytes:
    told = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return told.encode() + b"\n"


def _member(name: str, how: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = how
    member.create_system, member.external_attr = 3, 0o100644 << 16
    return member


def unpack(path: Path, folder: Path) -> tuple[bundles.Bundle, Mapping[str, Path]]:
    """The bundle in the archive, and where its files lie in `folder`; raises `BadBundle`."""
    try:
        with open_archive(path, _LIMITS) as archive:
            return _Reader(archive).read(folder)
    except bundles.BadBundle:
        raise
    except BadArchive as refusal:
        raise bundles.BadBundle(str(refusal)) from refusal
    except _BROKEN as broken:
        raise bundles.BadBundle from broken


class _Reader:
    """Reads an archive against its manifest."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        manifest = self._read(MANIFEST)
        if manifest["format"] != FORMAT:
            raise bundles.BadBundle
        if manifest["version"] != VERSION:
            raise bundles.BadBundle(_l("This file is of a newer Thaksa. Update this one first."))
        self._digests: dict[str, str] = {str(k): str(v) for k, v in manifest["files"].items()}
        strange = [name for name in self._digests if not _PLACES.fullmatch(name)]
        if strange or archive.names != {*self._digests, MANIFEST}:
            raise bundles.BadBundle(_l("The files in this archive are not those that it lists."))

    def read(self, folder: Path) -> tuple[bundles.Bundle, Mapping[str, Path]]:
        files = [
            bundles.BundledFile(
                str(told["name"]), str(told["file_name"]), str(told["digest"]), dict(told["about"])
            )
            for told in self._checked("files.json")
        ]
        modules = self._checked("outline.json")
        slugs = [str(lesson["slug"]) for module in modules for lesson in module["lessons"]]
        if len(set(slugs)) < len(slugs):
            raise bundles.BadBundle
        quizzes = [name for name in self._digests if name.startswith("quizzes/")]
        bundle = bundles.Bundle(
            details=self._checked("course.json"),
            modules=modules,
            lessons={slug: self._text(f"lessons/{slug}.html") for slug in slugs},
            quizzes={name[8:-5]: self._checked(name) for name in quizzes},
            questions=self._checked("questions.json"),
            files=files,
        )
        return bundle, {file.name: self._unpack(file, folder) for file in files}

    def _unpack(self, file: bundles.BundledFile, folder: Path) -> Path:
        """Under a name of ours, whatever the archive calls it."""
        target = folder / hashlib.sha256(file.name.encode()).hexdigest()
        if self._archive.unpack(_place(file), target) != self._digests[_place(file)]:
            raise bundles.BadBundle(self._changed(file.file_name))
        return target

    def _text(self, name: str) -> str:
        text = self._archive.text(name)
        if hashlib.sha256(text.encode()).hexdigest() != self._digests[name]:
            raise bundles.BadBundle(self._changed(name))
        return text

    def _checked(self, name: str) -> Any:
        return json.loads(self._text(name))

    def _read(self, name: str) -> Any:
        try:
            return json.loads(self._archive.text(name))
        except DomainError as missing:
            raise bundles.BadBundle from missing

    def _changed(self, name: str) -> str:
        return _("“%(name)s” was changed after the archive was made.", name=name)


PACKER = bundles.Packer(
    name="zip",
    title=_l("Thaksa course (.zip)"),
    suffix=".zip",
    content_type="application/zip",
    pack=pack,
    unpack=unpack,
)
