"""How often somebody may guess or ask; counted in the memory of one process."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from threading import Lock
from time import monotonic

MOST_NAMES = 50_000
_all: "list[Throttle]" = []


@dataclass
class Spent:
    """Tries since the window began."""

    began: float
    tries: int = 0


class Throttle:
    """At most `tries` in `seconds`, for each name: a network, or a person."""

    def __init__(self, tries: int, seconds: int) -> None:
        self.tries, self.seconds = tries, seconds
        self._spent: dict[str, Spent] = {}
        self._lock = Lock()
        _all.append(self)

    def wait(self, name: str) -> int:
        """Seconds until the next try is allowed; 0 is now."""
        known = self._spent.get(name)
        left = known.began + self.seconds - monotonic() if known else 0
        return int(left) + 1 if known and known.tries >= self.tries and left > 0 else 0

    def spend(self, name: str) -> None:
        """One more try."""
        moment = monotonic()
        with self._lock:
            if len(self._spent) >= MOST_NAMES:
                self._forget(moment)
            known = self._spent.get(name)
            if known is None or moment - known.began >= self.seconds:
                known = self._spent[name] = Spent(moment)
            known.tries += 1

    def clear(self) -> None:
        with self._lock:
            self._spent.clear()

    def _forget(self, moment: float) -> None:
        """Those whose window is over; all, where an attacker has filled it with live ones."""
        live = {n: s for n, s in self._spent.items() if moment - s.began < self.seconds}
        self._spent = live if len(live) < MOST_NAMES else {}


def clear_all() -> None:
    """Forget everything; for tests."""
    for throttle in _all:
        throttle.clear()


def network(address: str | None) -> str:
    """The /24 or /56 that the address is in."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return str(ip_network((ip, 24 if ip.version == 4 else 56), strict=False))
