"""The one template environment, for pages and mails alike; it speaks the locale of the moment."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from events_app import formats, i18n, qr
from events_app.assets import asset
from events_app.paths import TEMPLATES

FILTERS = (
    "clock_text",
    "date_long",
    "date_short",
    "date_text",
    "datetime_long",
    "day_names",
    "days_text",
    "file_size",
    "month_text",
    "number",
    "percent",
    "span_text",
    "stretch_text",
    "time_text",
    "zone_name",
    "zone_options",
)


@cache
def environment() -> Environment:
    """Autoescaping for HTML, strict about unknown names, with gettext that reads the locale of the moment."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is None or not name.endswith(".txt"),  # noqa: S701 - plain text has no markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.policies["ext.i18n.trimmed"] = True
    _install_language(env)
    env.filters |= {name: getattr(formats, name) for name in FILTERS}
    env.globals |= {"asset": asset, "qr_svg": qr.svg} | {n: getattr(formats, n) for n in FILTERS}
    return env


def _install_language(env: Environment) -> None:
    extension: Any = env
    extension.install_gettext_callables(
        lambda message: i18n.gettext(message),
        lambda one, many, n: i18n.plural(one, many, n),
        newstyle=True,
        pgettext=i18n.pgettext,
    )
