"""Invented people, places and words for tests. Nobody here lives, or is missing, anywhere."""

from __future__ import annotations

from typing import Final, NamedTuple

PASSPHRASE: Final = "seven grey geese crossed the salt lake"


class Invented(NamedTuple):
    """One invented person in the spellings a desk may meet."""

    latin: str
    cyrillic: str
    arabic: str
    chinese: str


ZEREKA: Final = Invented(
    "Zereka Balqybek", "Зерека Балқыбек", "زەرەكا بالقىبەك", "泽热卡·巴勒克别克"
)
TOLEUTAI: Final = Invented("Toleutai Qonqai", "Төлеутай Қоңқай", "تولەۋتاي قوڭقاي", "托列太·孔海")
MELIKE: Final = Invented("Melike Yashnar", "Мәликә Яшнар", "مەلىكە ياشنار", "麦丽凯·亚西纳尔")
PEOPLE: Final = (ZEREKA, TOLEUTAI, MELIKE)

CAMP: Final = "Seventh Poplar training centre"
DISTRICT: Final = "Poplar district"
MINISTRY: Final = "Ministry of Distant Affairs"
WORDS: Final = "Олар оны түнде алып кетті. Содан бері хабар жоқ."
TRANSLATION: Final = "They took her away at night. Since then there has been no word."
