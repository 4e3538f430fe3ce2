"""Tags of all pages: codes, dates, names and numbers as the design language sets them.

Loaded everywhere; ``{% load depter %}`` does no harm. Everything that marks up escapes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from depter.ledger.clock import is_reading, time_of
from depter.register.vocabulary import vocabulary
from depter.store.queries.shelf import Name
from depter.values.edtf import DateNotUnderstood, describe, parse_date
from depter.web.frame.links import is_protected, page_of, words_for
from depter.web.frame.marks import ink_of

register = template.Library()
MARKS = "depter/icons/marks.svg"


@register.filter
def label(code: str, name: str) -> str:
    """The word for a code of the vocabulary ``name``."""
    return vocabulary(name).label(str(code), get_language() or "en") if code else ""


@register.filter
def date_words(edtf: str) -> SafeString:
    """A date in words with its EDTF code beneath; nothing for no date."""
    text = str(edtf or "")
    if not text:
        return SafeString("")
    try:
        words = describe(parse_date(text), language=get_language() or "en")
    except DateNotUnderstood:
        words = text
    return format_html(
        '<span class="edtf"><bdi>{}</bdi><code><bdi dir="ltr">{}</bdi></code></span>', words, text
    )


@register.filter
def date_line(edtf: str) -> str:
    """A date in words alone, for running text; nothing for no date."""
    text = str(edtf or "")
    try:
        return describe(parse_date(text), language=get_language() or "en") if text else ""
    except DateNotUnderstood:
        return text


@register.filter
def moment(at: str | datetime) -> SafeString:
    """A reading of the ledger's clock, to the minute, in UTC."""
    if not isinstance(at, datetime):
        if not is_reading(str(at)):
            return SafeString("")
        at = time_of(str(at))
    return format_html(
        '<time dir="ltr" datetime="{}">{}</time>',
        at.strftime("%Y-%m-%dT%H:%MZ"),
        at.strftime("%Y-%m-%d %H:%M"),
    )


@register.filter
def named(name: Name | None) -> SafeString:
    """A link to the subject's page; a protected source shows its pseudonym as a chip."""
    if name is None:
        return format_html('<span class="soft">{}</span>', gettext("not in the register"))
    words, page = words_for(name), page_of(name)
    if is_protected(name):
        return format_html(
            '<a class="chip protected" href="{}">{}<bdi>{}</bdi></a>', page, icon("shield"), words
        )
    if not page:
        return format_html('<bdi dir="auto">{}</bdi>', words)
    return format_html('<a href="{}"><bdi dir="auto">{}</bdi></a>', page, words)


@register.simple_tag
def link_to(id_: str, names: Mapping[str, Name]) -> SafeString:
    """The link to a subject mentioned on a page, by the page's ``names``."""
    return named(names.get(str(id_))) if id_ else SafeString("")


@register.simple_tag
def mark(status: str) -> SafeString:
    """A status as sign, word and ink."""
    ink = ink_of(status)
    return format_html(
        '<span class="status" data-status="{}">{}<span class="status-word">{}</span></span>',
        ink,
        sign(ink),
        label(status, "status"),
    )


@register.filter
def ink(status: str) -> str:
    """The ink of a status, for ``data-status``."""
    return ink_of(str(status))


@register.simple_tag
def sign(name: str, turns: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """One of the signs of the timeline."""
    return _use("mark turns" if turns else "mark", name)


@register.simple_tag
def icon(name: str, turns: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """One small picture; it says nothing that the words beside it do not."""
    return _use("icon turns" if turns else "icon", name)


@register.simple_tag
def suggestion_of(field: BoundField) -> str:
    """The EDTF that was probably meant by what a date field could not read."""
    for problem in field.errors.as_data():
        if problem.code == "edtf" and problem.params:
            return str(problem.params.get("suggestion", ""))
    return ""


@register.filter
def bdi(text: object) -> SafeString:
    """Text whose own direction must not disturb what stands around it."""
    return format_html('<bdi dir="auto">{}</bdi>', text)


@register.filter
def ltr(text: object) -> SafeString:
    """An id, a file name, a digest: left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.filter
def numeral(number: int | float) -> SafeString:
    """A number as the language writes it, kept together."""
    return format_html("<bdi>{}</bdi>", number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def dir_of(lang: str) -> str:
    """The direction of a language's text; ``auto`` where the language is not known."""
    tag = str(lang or "").lower()
    if not tag:
        return "auto"
    is_rtl = tag.partition("-")[0] in settings.LANGUAGES_BIDI or "-arab" in tag
    return "rtl" if is_rtl and "-latn" not in tag and "-cyrl" not in tag else "ltr"


@register.filter
def lang_of(script: str, language: str = "") -> str:
    """A BCP 47 tag for a name: ``kk`` and ``Arab`` make ``kk-Arab``."""
    tag = language or "und"
    return f"{tag}-{script}" if script else tag


@lru_cache(maxsize=256)
def _use(css: str, name: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static(MARKS),
        name,
    )
