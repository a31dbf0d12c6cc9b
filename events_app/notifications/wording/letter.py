"""From words with placeholders to the parts of a mail: fast, since it is done for each of ten thousand."""

import re
from functools import lru_cache

from css_inline import CSSInliner
from markupsafe import Markup, escape

from events_app import i18n, templating
from events_app.i18n import N_, gettext
from events_app.notifications.links import Link
from events_app.notifications.wording.formatter import Slot, Stray, parse
from events_app.notifications.wording.kinds import Wording
from events_app.notifications.wording.values import Code, Value, Values, as_html, as_text

WHY = N_(
    "You receive this message because %(organisation)s has you in its list of guests or partners."
    " Questions? Just reply."
)
STOP = N_("You do not want letters like this one? One click: %(link)s")
STOP_LABEL = N_("No more letters, please")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_CUT = re.compile(r"<!--from-->(.*)<!--to-->", re.DOTALL)


def subject(wording: Wording, values: Values) -> str:
    """The subject line; it also heads the message."""
    return _filled(wording.subject, values)


def plain(wording: Wording, values: Values, organisation: str, stop: Link | None) -> str:
    """The plain text: everything the message says."""
    parts = [subject(wording, values), *_paragraphs(wording.body, values), "--\n" + _foot(organisation)]
    if stop:
        parts.append(gettext(STOP, link=str(stop)))
    return "\n\n".join(parts) + "\n"


def page(wording: Wording, values: Values, organisation: str, stop: Link | None) -> str:
    """The HTML, in the frame of every message, with its style written into each element."""
    head, tail = _frame(i18n.locale(), organisation)
    title = str(escape(subject(wording, values)))
    body = "".join(filter(None, (_html(some, values) for some in _PARAGRAPHS.split(wording.body.strip()))))
    end = _piece("stop").format(stop, gettext(STOP_LABEL)) if stop else ""
    return head.replace("⟦subject⟧", title) + body + tail.replace("<!--stop-->", str(end))


def _foot(organisation: str) -> str:
    return f"{organisation}\n{gettext(WHY, organisation=organisation)}"


def _filled(text: str, values: Values) -> str:
    return "".join(_said(one, values) for one in parse(text))


def _said(one: str | Slot | Stray, values: Values) -> str:
    match one:
        case Slot():
            return as_text(values[one.name]) if one.name in values else "{" + one.name + "}"
        case Stray():
            return one.brace
    return one


def _paragraphs(body: str, values: Values) -> list[str]:
    """A paragraph whose placeholders have nothing to say is left out."""
    filled = (_filled(some, values).strip() for some in _PARAGRAPHS.split(body.strip()))
    return [some for some in filled if some]


def _html(paragraph: str, values: Values) -> str:
    pieces = parse(paragraph.strip())
    match pieces:
        case (Slot(name),) if name in values and not isinstance(values[name], str):
            return _block(values[name])
    inner = Markup("").join(_inline(one, values) for one in pieces)
    return str(_piece("p").format(inner)) if inner.strip() else ""


def _inline(one: str | Slot | Stray, values: Values) -> Markup:
    if not isinstance(one, Slot):
        return _linked(one if isinstance(one, str) else one.brace)
    value = values.get(one.name, "{" + one.name + "}")
    return _linked(value) if isinstance(value, str) else Markup(_block(value))  # noqa: S704 - escaped above, or our own


def _block(value: Value) -> str:
    """With the style of its element written in: the sheet is inlined once for each shape, not for each mail."""
    html = str(as_html(value))
    for name in ("table", "th", "td", "a"):
        html = html.replace(*_styled(name))
    return f"{_piece('p').format(Markup(html))}" if isinstance(value, Code) else html  # noqa: S704 - escaped above, or our own


def _linked(text: str) -> Markup:
    out, end = Markup(""), 0
    for found in _ADDRESS.finditer(text):
        out += escape(text[end : found.start()]) + _piece("link").format(found.group(), found.group())
        end = found.end()
    return Markup(str(out + escape(text[end:])).replace("\n", "<br>\n"))  # noqa: S704 - escaped above, or our own


SHAPES = {
    "p": "<p>{}</p>",
    "link": '<a href="{}">{}</a>',
    "stop": '<p class="quiet"><a href="{}">{}</a></p>',
    "a": '<a class="button" href="#">x</a>',
    "table": '<table class="facts"><tr><th scope="row">x</th><td>x</td></tr></table>',
}


@lru_cache(maxsize=20)
def _piece(name: str) -> Markup:
    return Markup(_shaped(SHAPES[name]))  # noqa: S704 - escaped above, or our own


@lru_cache(maxsize=20)
def _styled(name: str) -> tuple[str, str]:
    """The tag as it is written, and the same with its style."""
    shape = _shaped(SHAPES["a" if name == "a" else "table"])
    tag = re.search(rf"<{name}\b[^>]*>", shape)
    bare = {
        "a": '<a class="button"',
        "table": '<table class="facts">',
        "th": '<th scope="row">',
        "td": "<td>",
    }[name]
    styled = tag.group() if tag else bare
    return bare, styled.replace(' href="#"', "").removesuffix(">") if name == "a" else styled


def _shaped(snippet: str) -> str:
    found = _CUT.search(_inlined(i18n.DEFAULT, "", f"<!--from-->{snippet}<!--to-->"))
    return found[1] if found else snippet


@lru_cache(maxsize=50)
def _frame(language: str, organisation: str) -> tuple[str, str]:
    whole = _inlined(language, organisation, "<!--from--><!--to-->")
    head, _gap, tail = whole.partition("<!--from--><!--to-->")
    return head, tail


def _inlined(language: str, organisation: str, content: str) -> str:
    template = templating.environment().get_template("mail/_letter.html")
    facts = {"locale": language, "organisation_name": organisation, "content": Markup(content)}  # noqa: S704 - escaped above, or our own
    return CSSInliner(keep_style_tags=True, load_remote_stylesheets=False).inline(template.render(facts))
