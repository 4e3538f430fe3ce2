"""Names of people who do not exist, in the scripts in which a family or an office writes them.

Given names are put together from words that hundreds of thousands of names share (light, moon,
happiness; -bek, -jan, -gül), so that they look right and point at nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from depter.register.facts.claims import NameIs

# Kazakh Cyrillic, Kazakh Latin, Uyghur Arabic, Chinese, Russian, pinyin.
_Forms = tuple[str, str, str, str, str, str]

_FIRST: Final[tuple[_Forms, ...]] = (
    ("Нұр", "Nur", "نۇر", "努尔", "Нур", "Nuer"),
    ("Бақыт", "Baqyt", "باقىت", "巴合提", "Бахыт", "Baheti"),
    ("Ай", "Ay", "ئاي", "阿依", "Ай", "Ayi"),
    ("Жан", "Jan", "جان", "江", "Жан", "Jiang"),
    ("Ер", "Er", "ئەر", "叶尔", "Ер", "Yeer"),
    ("Тоқтар", "Toqtar", "توقتار", "托合塔尔", "Токтар", "Tuohetaer"),
    ("Қуаныш", "Quanyş", "قۇۋانىش", "胡安什", "Куаныш", "Huanshi"),
    ("Дәулет", "Däulet", "داۋلەت", "达吾列提", "Даулет", "Dawulieti"),
    ("Алма", "Alma", "ئالما", "阿勒玛", "Алма", "Alema"),
    ("Мұрат", "Murat", "مۇرات", "木拉提", "Мурат", "Mulati"),
    ("Сәуле", "Säule", "ساۋلە", "萨吾列", "Сауле", "Sawulie"),
    ("Темір", "Temir", "تېمىر", "铁木尔", "Темир", "Tiemuer"),
    ("Жеңіс", "Jeñis", "جېڭىس", "金恩斯", "Женис", "Jinensi"),
    ("Болат", "Bolat", "بولات", "波拉提", "Болат", "Bolati"),
    ("Қали", "Qali", "قالى", "哈力", "Кали", "Hali"),
    ("Тұрсын", "Tursyn", "تۇرسۇن", "吐尔逊", "Турсын", "Tuerxun"),
    ("Шырын", "Şyryn", "شېرىن", "希林", "Шырын", "Xilin"),
    ("Мереке", "Mereke", "مەرىكە", "米热克", "Мереке", "Mireke"),
    ("Асыл", "Asyl", "ئاسىل", "阿斯勒", "Асыл", "Asile"),
    ("Қанат", "Qanat", "قانات", "哈那提", "Канат", "Hanati"),
    ("Раушан", "Rauşan", "راۋشان", "热乌山", "Раушан", "Rewushan"),
    ("Ұлар", "Ular", "ئۇلار", "乌拉尔", "Улар", "Wulaer"),
    ("Самал", "Samal", "سامال", "萨玛勒", "Самал", "Samale"),
    ("Өмір", "Ömir", "ئۆمۈر", "吾米尔", "Омир", "Wumier"),
)
_MALE: Final[tuple[_Forms, ...]] = (
    ("бек", "bek", "بېك", "别克", "бек", "bieke"),
    ("хан", "xan", "خان", "汗", "хан", "han"),
    ("бай", "bai", "باي", "拜", "бай", "bai"),
    ("ғали", "ğali", "غالى", "哈力", "гали", "hali"),
    ("тай", "tai", "تاي", "泰", "тай", "tai"),
    ("ет", "et", "ەت", "艾提", "ет", "aiti"),
    ("мырза", "myrza", "مىرزا", "米尔扎", "мырза", "mierza"),
    ("", "", "", "", "", ""),
)
_FEMALE: Final[tuple[_Forms, ...]] = (
    ("гүл", "gül", "گۈل", "古丽", "гуль", "guli"),
    ("нұр", "nur", "نۇر", "努尔", "нур", "nuer"),
    ("бибі", "bibi", "بىبى", "比比", "биби", "bibi"),
    ("жамал", "jamal", "جامال", "加玛丽", "жамал", "jiamali"),
    ("хан", "xan", "خان", "汗", "хан", "han"),
    ("ша", "şa", "شا", "夏", "ша", "xia"),
)
_SON: Final[_Forms] = ("ұлы", "uly", " ئوغلى", "吾勒", "улы", "wule")
_DAUGHTER: Final[_Forms] = ("қызы", "qyzy", " قىزى", "克孜", "кызы", "kezi")
_BETWEEN: Final = (" ", " ", " ", "·", " ", " ")


@dataclass(frozen=True, slots=True)
class InventedName:
    """One person's name in six spellings, five of them in different writing."""

    kazakh: str
    latin: str
    uyghur: str
    chinese: str
    russian: str
    pinyin: str

    def spellings(self) -> tuple[NameIs, ...]:
        """What sources may write for this person."""
        return (
            NameIs(text=self.kazakh, script="Cyrl", language="kk"),
            NameIs(text=self.chinese, script="Hani", language="zh", form="document"),
            NameIs(text=self.latin, script="Latn", language="kk-Latn", form="transliteration"),
            NameIs(text=self.uyghur, script="Arab", language="ug", form="alias"),
            NameIs(text=self.russian, script="Cyrl", language="ru", form="transliteration"),
            NameIs(text=self.pinyin, script="Latn", language="zh", form="document"),
        )

    def said_in(self, language: str) -> str:
        """The spelling that fits a text in ``language``."""
        spelt = {"kk": self.kazakh, "ug": self.uyghur, "zh": self.chinese, "ru": self.russian}
        return spelt.get(language, self.latin)


def invent_name(rng: Random, *, sex: str) -> InventedName:
    """A given name and a father's name."""
    given = _joined(rng.choice(_FIRST), rng.choice(_FEMALE if sex == "female" else _MALE))
    father = _joined(rng.choice(_FIRST), rng.choice(_MALE))
    child = _joined(father, _DAUGHTER if sex == "female" else _SON)
    whole = (
        f"{one}{between}{other}" for one, between, other in zip(given, _BETWEEN, child, strict=True)
    )
    return InventedName(*whole)


def _joined(first: _Forms, last: _Forms) -> _Forms:
    kazakh, latin, uyghur, chinese, russian, pinyin = (
        one + other for one, other in zip(first, last, strict=True)
    )
    return kazakh, latin, uyghur, chinese, russian, pinyin
