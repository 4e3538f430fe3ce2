"""The world around invented people: places within places, organisations, media that report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Final

from depter.register.facts import Fact
from depter.register.facts.base import Told
from depter.register.facts.sources import SourceIntroduced, SourceJudged
from depter.register.facts.world import (
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
    Spelling,
)
from depter.values.ids import SubjectId, new_id

Writing = tuple[SubjectId, tuple[Fact, ...]]
_Forms = tuple[str, str, str, str]  # Kazakh, Latin, Uyghur, Chinese

_COLOURS: Final[tuple[_Forms, ...]] = (
    ("Алтын", "Altyn", "ئالتۇن", "阿勒屯"),
    ("Көк", "Kök", "كۆك", "阔克"),
    ("Қызыл", "Qyzyl", "قىزىل", "克孜勒"),
    ("Сары", "Sary", "سېرىق", "萨热"),
    ("Жаңа", "Jaña", "يېڭى", "江阿"),
    ("Күміс", "Kümis", "كۈمۈش", "库米什"),
    ("Қоңыр", "Qoñyr", "قوڭۇر", "霍恩尔"),
    ("Үлкен", "Ülken", "چوڭ", "乌勒肯"),
)
_LANDS: Final[tuple[_Forms, ...]] = (
    ("дала", "dala", "دالا", "达拉"),
    ("бұлақ", "bulaq", "بۇلاق", "布拉克"),
    ("төбе", "töbe", "تۆپە", "托别"),
    ("көл", "köl", "كۆل", "库勒"),
    ("тоғай", "toğai", "توغراق", "托海"),
    ("сай", "sai", "ساي", "萨依"),
    ("жота", "jota", "دۆڭ", "角塔"),
    ("арық", "aryq", "ئۆستەڭ", "阿热克"),
    ("қыстақ", "qystaq", "قىشلاق", "克斯塔克"),
    ("өткел", "ötkel", "كېچىك", "吾特克勒"),
)
_HOLDING: Final = {
    "camp": ("camp", ("лагері", "camp", "لاگېرى", "教培中心")),
    "forced_work": ("factory", ("фабрикасы", "factory", "زاۋۇتى", "工厂")),
    "prison": ("prison", ("түрмесі", "prison", "تۈرمىسى", "监狱")),
    "detained": ("prison", ("қамауханасы", "lock-up", "سولاقخانىسى", "看守所")),
}
_ORGANISATIONS: Final = (
    ("association", "KZ", "Steppe Lantern Association", "Дала шамы қоғамы"),
    ("ministry", "KZ", "Ministry of Roads and Visitors", "Жолдар мен қонақтар министрлігі"),
    ("embassy", "CN", "Embassy at the Poplar Gate", "Терек қақпасындағы елшілік"),
    ("court", "KZ", "Second Court of the Valley", "Алқаптың екінші соты"),
    ("un_body", "CH", "Group on Unanswered Letters", "Жауапсыз хаттар тобы"),
    ("police", "KZ", "Valley Police", "Алқап полициясы"),
)
_MEDIA: Final = ("The Felt Road", "Осенняя почта", "Таң хабары", "Twelve Wells Radio", "长路通讯")
_FIGURES: Final = ("detained_citizens", "freed_citizens", "allowed_to_leave", "cases_documented")
_PREFECTURES, _COUNTIES = 8, 80


@dataclass(frozen=True, slots=True)
class Place:
    """A place that people live in or come from."""

    id: SubjectId
    names: _Forms

    def said_in(self, language: str) -> str:
        """Its name in a text of that language."""
        return self.names[{"kk": 0, "ru": 0, "ug": 2, "zh": 3}.get(language, 1)]


@dataclass(frozen=True, slots=True)
class World:
    """What invented people share. ``holding`` are places by the status people have there."""

    counties: tuple[Place, ...]
    holding: dict[str, tuple[SubjectId, ...]]
    organisations: tuple[SubjectId, ...]
    media: tuple[SubjectId, ...]
    writings: tuple[Writing, ...]


def invent_world(rng: Random, *, cases: int) -> World:
    """Places and bodies for a register of so many cases; a few hundred at most."""
    counted = min(_COUNTIES, max(2, cases // 12))
    names = [_joined(one, other) for one, other in product(_COLOURS, _LANDS)]
    rng.shuffle(names)
    region, writings = _place("region", ("Шығыс", "Şyğys", "شەرق", "东部"), None)
    areas = [_place("prefecture", _with(one, ("", "", "", "州")), region) for one in _COLOURS]
    counties: list[Place] = []
    holding: dict[str, list[SubjectId]] = {status: [] for status in _HOLDING}
    for number, name in enumerate(names[:counted]):
        county, written = _place("district", name, areas[number % _PREFECTURES][0])
        counties.append(Place(county, name))
        writings += written
        for status, (kind, ending) in _HOLDING.items():
            for nth in range(rng.choice((1, 1, 2))):
                held, written = _place(kind, _with(name, ending, nth + 1), county)
                holding[status].append(held)
                writings += written
    bodies = [_organisation(*one) for one in _ORGANISATIONS]
    media = [_medium(rng, title) for title in _MEDIA]
    told = Told(source=media[0][0], basis="official")
    figures = [_figure(rng, told) for _ in range(max(2, min(cases // 200, 200)))]
    for _, written in areas:
        writings += written
    return World(
        counties=tuple(counties),
        holding={status: tuple(some) for status, some in holding.items()},
        organisations=tuple(one for one, _ in bodies),
        media=tuple(one for one, _ in media),
        writings=(*writings, *bodies, *media, *figures),
    )


def _place(
    kind: str, names: _Forms, within: SubjectId | None
) -> tuple[SubjectId, tuple[Writing, ...]]:
    place = SubjectId(new_id())
    fact = PlaceDescribed(
        names=tuple(_spellings(names)), place_kind=kind, within=within, country="CN"
    )
    return place, ((place, (fact,)),)


def _spellings(names: _Forms) -> Iterator[Spelling]:
    scripts = (("Cyrl", "kk"), ("Latn", "kk-Latn"), ("Arab", "ug"), ("Hani", "zh"))
    for text, (script, language) in zip(names, scripts, strict=True):
        yield Spelling(text=text, script=script, language=language)


def _organisation(kind: str, country: str, english: str, kazakh: str) -> Writing:
    names = (
        Spelling(text=english, script="Latn", language="en"),
        Spelling(text=kazakh, script="Cyrl", language="kk"),
    )
    fact = OrganisationDescribed(names=names, organisation_kind=kind, country=country)
    return SubjectId(new_id()), (fact,)


def _medium(rng: Random, title: str) -> Writing:
    introduced = SourceIntroduced(source_kind="media", protection="open", name=title)
    return SubjectId(new_id()), (introduced, SourceJudged(reliability=rng.choice("ABC")))


def _figure(rng: Random, told: Told) -> Writing:
    fact = FigureClaimed(
        counts=rng.choice(_FIGURES),
        value=rng.randrange(1, 3000),
        told=told,
        qualifier=rng.choice(("exact", "about", "at_least")),
        said_on=f"{rng.randint(2017, 2019)}-{rng.randint(1, 12):02d}",
        by_name="a spokesman",
    )
    return SubjectId(new_id()), (fact,)


def _joined(first: _Forms, last: _Forms) -> _Forms:
    return first[0] + last[0], first[1] + last[1], first[2] + last[2], first[3] + last[3]


def _with(names: _Forms, ending: _Forms, number: int = 0) -> _Forms:
    kazakh, latin, uyghur, chinese = (
        f"{name} {end} {number or ''}".strip() for name, end in zip(names, ending, strict=True)
    )
    return kazakh, latin, uyghur, chinese
