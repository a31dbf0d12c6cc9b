"""The one template environment, for pages and mails alike; it speaks the locale of the moment.

A page calls some hundred macros and words. What each call costs is what a page costs, so four of the library's
general ways are made short here: how a macro is called, how a word is found, how markup is written, how a template's
globals are kept.
"""

from collections.abc import MutableMapping
from functools import cache, lru_cache
from types import BuiltinMethodType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_eval_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from events_app import formats, i18n, neutral, qr, sparing
from events_app.assets import asset
from events_app.labelled import labelled
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


MOST_WORDS = 20_000


SIMPLE = (BuiltinMethodType, sparing.Same, sparing.Blank, sparing.Mould)


class Scope(Context):
    """Calls a macro, a word or a method of a dict without asking first what it would like to be given."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro or called is _said:
            args = (self.eval_ctx, *args)
        elif kind not in SIMPLE:
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class Page(Template):
    """Compiled templates escape everything they write; what is markup already stays as it is, without a copy.

    What a template imports is the same module for every page, since all of them have the same globals.
    """

    @classmethod
    def from_code(cls, *args: Any, **named: Any) -> "Page":
        made: Any = super().from_code(*args, **named)
        made.root_render_func.__globals__["escape"] = _escaped
        return made  # type: ignore[no-any-return]

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self._module or super()._get_default_module()


def _escaped(value: Any) -> Any:
    return value if type(value) is Markup else escape(value)


class Templates(Environment):
    """The globals are complete before the first template is loaded, so each template keeps a plain copy."""

    context_class = Scope
    template_class = Page

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.known: dict[Any, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """The template of that name; read once, since none is reloaded."""
        found = self.known.get(name) if globals is None else None
        if found is None:
            found = super().get_template(name, parent, globals)
            if globals is None:
                self.known[name] = found
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


@cache
def environment() -> Environment:
    """Autoescaping for HTML, strict about unknown names, with gettext that reads the locale of the moment.

    A template is read once: who changes one starts the server again.
    """
    env = Templates(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.policies["ext.i18n.trimmed"] = True
    _install_language(env)
    env.filters |= {name: getattr(formats, name) for name in FILTERS} | {"labelled": labelled}
    env.filters |= {"called": neutral.called, "meeting": neutral.meeting}
    env.globals |= {"same": sparing.Same, "blank": sparing.Blank, "mould": sparing.Mould}
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
    env.globals |= {"gettext": _said, "_": _said}


@pass_eval_context
def _said(how: Any, message: str, /, **facts: Any) -> str:
    """As the library's own `gettext`: facts are escaped where the template escapes, the words themselves are ours."""
    if not facts:
        return _plain(i18n.locale(), message, how.autoescape)
    text = i18n.gettext(message)
    return (Markup(text) if how.autoescape else text) % facts  # noqa: S704 - words of ours


@lru_cache(MOST_WORDS)
def _plain(_locale: str, message: str, escaped: bool) -> str:
    """A message without facts, in the locale of the moment: always the same, so it is made once."""
    text = i18n.gettext(message)
    return (Markup(text) if escaped else text) % {}  # noqa: S704 - words of ours
