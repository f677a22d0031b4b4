"""Built files, hashed and immutable."""

from flask import Flask
from whitenoise import WhiteNoise

from lms.web.templating import STATIC


def init_app(app: Flask) -> None:
    """Serve `lms/static` under /static, compressed ahead where a .br or .gz lies beside it."""
    STATIC.mkdir(exist_ok=True)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=31536000,
        immutable_file_test=lambda *of: True,
        add_headers_function=lambda headers, *of: headers.add_header(
            "Cross-Origin-Resource-Policy", "same-origin"
        ),
    )
