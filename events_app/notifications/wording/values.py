"""What a placeholder stands for, as plain text and as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from events_app.notifications.links import Link


@dataclass(frozen=True)
class Button:
    """A personal link with the words on it; in plain text the address alone."""

    link: Link | str
    label: str


@dataclass(frozen=True)
class Code:
    """A QR code, named for those who cannot see it; plain text has no picture."""

    link: Link
    name: str


@dataclass(frozen=True)
class Facts:
    """Names and values: lines in plain text, a table in HTML."""

    rows: Sequence[tuple[str, str]]


Value = str | Button | Code | Facts
Values = Mapping[str, Value]


def as_text(value: Value) -> str:
    """For the plain part."""
    match value:
        case Button():
            return str(value.link)
        case Code():
            return ""
        case Facts():
            return "\n".join(f"{name}: {said}" for name, said in value.rows)
    return value


def as_html(value: Value) -> Markup:
    """For the HTML part, escaped; `class` is what the mail's style sheet knows."""
    match value:
        case Button():
            return Markup('<a class="button" href="{}">{}</a>').format(value.link, value.label)
        case Code():
            return Markup('<img src="{}" width="220" height="220" alt="{}">').format(value.link, value.name)
        case Facts():
            rows = Markup("").join(
                Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(name, said)
                for name, said in value.rows
            )
            return Markup('<table class="facts">{}</table>').format(rows)
    return escape(value)
