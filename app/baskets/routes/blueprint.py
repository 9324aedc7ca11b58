"""The one blueprint of the basket's pages."""

from flask import Blueprint

blueprint = Blueprint("baskets", __name__)
