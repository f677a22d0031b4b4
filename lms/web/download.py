"""Files that leave by the browser keep their Thai names."""

from urllib.parse import quote


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition with an ASCII name and the real one beside it (RFC 6266)."""
    plain = name.encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    safe = "".join(c for c in stem if c.isalnum() or c in "-_ ").strip() or "thaksa"
    ending = "".join(c for c in ending if c.isalnum())
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{safe}{dot}{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
