"""Provisional."""
from datetime import date, datetime
from zoneinfo import ZoneInfo
def to_bangkok(m): return m.astimezone(ZoneInfo("Asia/Bangkok"))
def from_bangkok(m): return m.replace(tzinfo=ZoneInfo("Asia/Bangkok"))
def parse_day(t): return date.fromisoformat(t)
day = long_day = moment = clock = lambda v, l: str(v)
relative = lambda v, n, l: str(v)
duration = number = lambda v, l: str(v)
