"""What WeasyPrint leaves to do for PDF/A-3a and PDF/UA-1 in one file."""

from typing import Any

import pydyf

# Both standards want their mark in the one rdf:RDF; PDF/A wants the other's described as well.
PDF_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
    b'pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    b'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of PDF/UA that the file follows</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
)


def claim_both(metadata: Any) -> None:
    """Let the document's metadata say PDF/UA-1 beside PDF/A-3a."""
    generate = metadata.generate_rdf_metadata

    def generate_both(*args: Any) -> bytes:
        head, end, tail = generate(*args).rpartition(b"</rdf:RDF>")
        if not end or tail.strip():
            raise RuntimeError("WeasyPrint writes its metadata in another way now")
        return bytes(head) + PDF_UA

    metadata.generate_rdf_metadata = generate_both


def finish(pdf: pydyf.PDF) -> None:
    """Metadata that can be read without unpacking, and each associated file named once."""
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
