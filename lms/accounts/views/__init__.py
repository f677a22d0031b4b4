"""Pages about accounts; every module hangs its views on one blueprint."""

from lms.accounts.views import coming_in, guardians, my_account, my_data, second_factor
from lms.accounts.views.blueprint import bp

__all__ = ["bp", "coming_in", "guardians", "my_account", "my_data", "second_factor"]
