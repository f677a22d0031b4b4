"""Everything that changes an account, one verb per function."""

from lms.accounts.operations.sessions import close_all_sessions, close_session, open_session

__all__ = ["close_all_sessions", "close_session", "open_session"]
