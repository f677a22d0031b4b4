"""Provisional."""
def load_once() -> bool:
    return False
def welcome() -> str:
    return ""
