"""Under which conditions others may use a course or a file: codes, and how they read."""

from lms.i18n import lazy_gettext as _l

LICENCES = {
    "own": _l("Our own work, all rights reserved"),
    "permitted": _l("Used with the owner's permission"),
    "cc0": _l("CC0: no rights reserved"),
    "cc-by-4.0": _l("CC BY 4.0: name the author"),
    "cc-by-sa-4.0": _l("CC BY-SA 4.0: name the author, share alike"),
    "cc-by-nc-4.0": _l("CC BY-NC 4.0: name the author, not for profit"),
    "cc-by-nc-sa-4.0": _l("CC BY-NC-SA 4.0: name the author, not for profit, share alike"),
    "cc-by-nd-4.0": _l("CC BY-ND 4.0: name the author, unchanged"),
    "cc-by-nc-nd-4.0": _l("CC BY-NC-ND 4.0: name the author, not for profit, unchanged"),
    "public-domain": _l("Public domain: protection has ended"),
}
OF_COURSES = (
    "cc-by-4.0",
    "cc-by-sa-4.0",
    "cc-by-nc-4.0",
    "cc-by-nc-sa-4.0",
    "cc-by-nd-4.0",
    "cc-by-nc-nd-4.0",
    "cc0",
    "own",
)  # what an author may choose for a whole course
ADAPTABLE = frozenset({"cc0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0"})
_CC = "https://creativecommons.org"
ADDRESSES = {
    "cc0": f"{_CC}/publicdomain/zero/1.0/",
    **{
        f"cc-{kind}-4.0": f"{_CC}/licenses/{kind}/4.0/"
        for kind in ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
    },
}
