"""The studio's blueprint; a module of views imports it, the wiring imports the module."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/studio", template_folder="../templates")
