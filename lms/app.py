"""The composition root: the one module that knows every feature."""

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

import certificates.wiring
import courses.wiring
import lms.accounts.wiring
import lms.admin.wiring
import lms.api.wiring
import lms.audit.models
import lms.demo.cli
import lms.institutions.wiring
import lms.interop.wiring
import lms.mail.wiring
import lms.reference.wiring
import lms.workforce.wiring
from lms import cli, config, db, log, storage
from lms.jobs import huey
from lms.web import access, errors, ids, pages, security, static, templating, transaction

FEATURES = (
    lms.reference.wiring,
    lms.mail.wiring,
    lms.accounts.wiring,
    lms.institutions.wiring,
    courses.wiring,
    certificates.wiring,
    lms.interop.wiring,
    lms.workforce.wiring,
    lms.api.wiring,
    lms.admin.wiring,
)


def create_app(settings: config.Config | None = None) -> Flask:
    """An application bound to one configuration (default: the environment's)."""
    settings = settings or config.read()
    log.set_up()
    app = Flask("lms", static_folder=None, template_folder="web/templates")
    app.extensions["thaksa_config"] = settings
    app.config["TESTING"] = settings.testing
    app.url_map.converters |= {"public": ids.PublicId, "int": ids.Id}
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html", "text/css", "application/javascript", "application/json",
        "image/svg+xml", "text/vtt", "text/plain", "text/csv",
    ]  # fmt: skip
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 4
    Compress(app)
    db.init_app(app, settings)
    Migrate(app, db.db, directory="lms/migrations", render_as_batch=True)
    storage.init_app(app, settings)
    huey.init_app(app, settings)
    templating.init_app(app)
    security.init_app(app, settings)
    transaction.init_app(app)
    errors.init_app(app)
    static.init_app(app)
    pages.init_app(app)
    for feature in FEATURES:
        feature.init_app(app)
    cli.init_app(app)
    app.cli.add_command(lms.demo.cli.cli)
    access.check_doors(app)
    return app
