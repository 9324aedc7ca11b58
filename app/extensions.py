"""The Flask extensions, made here and bound in `create_app`. Imports nothing of ours."""

from flask_migrate import Migrate
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect

talisman = Talisman()
csrf = CSRFProtect()
migrate = Migrate()
