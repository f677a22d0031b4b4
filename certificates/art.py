"""The art behind the text: drawn once for all papers that share it, then put in as one form."""

import io
import re
from dataclasses import dataclass

import pikepdf
import pydyf

REFERENCE = re.compile(rb"(?<![0-9])([0-9]+) 0 R\b")
NAME = "Art"


@dataclass(frozen=True)
class Art:
    """PDF objects, the form last; a reference in a head counts from the first of them."""

    objects: tuple[tuple[bytes, bytes | None], ...]


class Ready(pydyf.Object):
    """An object whose bytes are already written."""

    def __init__(self, data: bytes, stream: bool) -> None:
        super().__init__()
        self.ready = data
        self.stream = stream

    @property
    def data(self) -> bytes:
        return self.ready

    @property
    def compressible(self) -> bool:
        return not self.stream


def harvest(file: bytes) -> Art:
    """The first page of that PDF as a form with everything it needs."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        form = pdf.make_stream(page.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.MediaBox, page.Resources
        numbers: dict[int, int] = {}
        found: list[pikepdf.Object] = []
        _collect(form, numbers, found)
        packed = [_pack(item) for item in found]
    order = {number: at for at, number in enumerate(reversed(numbers))}
    objects = [(_renumber(head, order), body) for head, body in reversed(packed)]
    return Art(tuple(objects))


def place(art: Art, pdf: pydyf.PDF) -> None:
    """Draw the art first on the only page, as an artifact."""
    first = len(pdf.objects)
    shifted = {at: first + at for at in range(len(art.objects))}
    for head, body in art.objects:
        written = _renumber(head, shifted)
        if body is not None:
            written += b"\nstream\n" + body + b"\nendstream"
        pdf.add_object(Ready(written, stream=body is not None))
    page = next(item for item in pdf.objects if _is_page(item))
    resources = pdf.objects[int(page["Resources"].split()[0])]
    resources["XObject"][NAME] = pdf.objects[-1].reference
    content = pdf.objects[int(page["Contents"].split()[0])]
    content.stream[:0] = [b"/Artifact BMC q", f"/{NAME} Do".encode(), b"Q EMC"]


def _is_page(item: object) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/Page"


def _collect(item: pikepdf.Object, numbers: dict[int, int], found: list[pikepdf.Object]) -> None:
    """Every indirect object that `item` leads to, itself first."""
    if item.is_indirect:
        if item.objgen[0] in numbers:
            return
        numbers[item.objgen[0]] = len(numbers)
        found.append(item)
    if isinstance(item, pikepdf.Array):
        for value in item.as_list():
            _follow(value, numbers, found)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for _, value in item.items():
            _follow(value, numbers, found)


def _follow(value: object, numbers: dict[int, int], found: list[pikepdf.Object]) -> None:
    if isinstance(value, pikepdf.Object):
        _collect(value, numbers, found)


def _pack(item: pikepdf.Object) -> tuple[bytes, bytes | None]:
    """The head of an object, and its stream packed tight where it is one."""
    if not isinstance(item, pikepdf.Stream):
        return item.unparse(resolved=True), None
    body = pydyf.Stream([item.read_bytes()], compress=True).data
    body = body[body.index(b"stream\n") + 7 : -len(b"\nendstream")]
    head = pikepdf.Dictionary(
        {key: value for key, value in item.items() if key not in ("/DecodeParms", "/Filter")}
    )
    head.Length, head.Filter = len(body), pikepdf.Name.FlateDecode
    return head.unparse(resolved=True), body


def _renumber(head: bytes, numbers: dict[int, int]) -> bytes:
    return REFERENCE.sub(lambda match: b"%d 0 R" % numbers[int(match[1])], head)
