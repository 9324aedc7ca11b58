"""Parts of a page that are the same for everybody, drawn once in each process.

    {% call kept("orders/new:delivery", fields | rejectattr("blank") | list == []) %} ... {% endcall %}

Only for parts without anything of the viewer, the request or a form that was sent.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import Flask
from markupsafe import Markup

ROOM = 64


def bind(app: Flask) -> None:
    """Give templates `kept`."""
    shelf: OrderedDict[Hashable, Markup] = OrderedDict()

    def kept(name: Hashable, same: bool, caller: Callable[[], Markup]) -> Markup:
        """What the caller draws; drawn once under that name as long as it is the same for everybody."""
        if not same:
            return caller()
        drawn = shelf.get(name)
        if drawn is None:
            drawn = shelf[name] = Markup(caller())  # noqa: S704  # a template's own output
            while len(shelf) > ROOM:
                shelf.popitem(last=False)
        return drawn

    app.jinja_env.globals["kept"] = kept
