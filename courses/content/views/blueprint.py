"""The blueprint of what courses send as files."""

from flask import Blueprint

bp = Blueprint("content", __name__)
