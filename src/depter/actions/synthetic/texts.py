"""Words for invented statements: sentences of a small grammar in five languages.

They only need the length, the letters and the word frequencies of testimony, so that the
full-text index and the pages carry a realistic load. They are machine-drafted.
"""

from __future__ import annotations

from random import Random
from typing import Final

LANGUAGES: Final = ("kk", "kk", "kk", "ru", "ru", "ug", "zh", "en")
SHORTEST, LONGEST = 100, 600

_SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "kk": (
        "{name} {year} жылы {place} жақта тұратын.",
        "Көршілер оны түнде көлікпен алып кеткенін айтты.",
        "Содан бері {months} ай бойы хабар жоқ.",
        "Біз {place} әкімшілігіне екі рет хат жаздық, жауап келмеді.",
        "Анасының денсаулығы нашар, күн сайын жылайды.",
        "Төлқұжатын {year} жылы жинап алған.",
        "Телефоны өшірулі, туыстары сөйлесуге қорқады.",
        "Ол ауылда мұғалім болған, ешқандай заң бұзған жоқ.",
        "Бір танысымыз оны {place} маңындағы орында көргенін айтты.",
        "Балалары әжесінің қолында қалды.",
        "{name} туралы соңғы рет {months} ай бұрын естідік.",
        "Фабрикада күніне он екі сағат жұмыс істейді екен.",
    ),
    "ru": (
        "{name} до {year} года жила семья в районе {place}.",
        "Соседи рассказали, что за ним приехали ночью на двух машинах.",
        "Уже {months} месяцев нет никаких известий.",
        "Мы дважды писали в министерство, ответа не было.",
        "Паспорт забрали ещё в {year} году и не вернули.",
        "Мать тяжело болеет, дети остались у бабушки.",
        "Знакомый видел этого человека возле {place}.",
        "По телефону родные говорят только о погоде и сразу прощаются.",
        "На фабрике работают по двенадцать часов, платят очень мало.",
        "Мы просим сообщить, где находится {name}.",
        "Раньше работал учителем, закон не нарушал.",
        "Последний раз голос слышали {months} месяцев назад.",
    ),
    "ug": (
        "{name} {year}-يىلى {place} دا تۇراتتى.",
        "قوشنىلار ئۇنى كېچىدە ماشىنا بىلەن ئېلىپ كەتكەنلىكىنى ئېيتتى.",
        "شۇنىڭدىن بېرى {months} ئاي خەۋەر يوق.",
        "بىز ئىككى قېتىم خەت يازدۇق، جاۋاب كەلمىدى.",
        "پاسپورتىنى {year}-يىلى يىغىۋالدى.",
        "ئاپىسى كېسەل، بالىلىرى مومىسىنىڭ يېنىدا قالدى.",
        "تېلېفونى ئېتىك، تۇغقانلىرى سۆزلەشكە قورقىدۇ.",
        "بىر تونۇشىمىز ئۇنى {place} ئەتراپىدا كۆرگەنلىكىنى ئېيتتى.",
        "زاۋۇتتا كۈنىگە ئون ئىككى سائەت ئىشلەيدىكەن.",
        "ئۇ مەكتەپتە ئوقۇتقۇچى ئىدى، قانۇنغا خىلاپلىق قىلمىغان.",
    ),
    "zh": (
        "{name}在{year}年以前住在{place}。",
        "邻居说夜里来了两辆车把人带走，家里人什么也不知道。",
        "从那以后已经{months}个月没有消息，电话也打不通。",
        "我们给有关部门写了两次信，一直没有收到答复。",
        "护照在{year}年被收走，到现在没有还。",
        "母亲身体不好，孩子们跟着奶奶生活。",
        "有熟人说在{place}附近见过本人，看起来很瘦。",
        "听说在工厂里每天干十二个小时，工资很低。",
        "以前是学校的老师，从来没有违反过法律。",
        "亲戚们害怕，不敢在电话里多说，只说天气很好。",
        "请帮助我们打听{name}现在在什么地方。",
        "家里的门上贴了封条，院子里没有人住。",
    ),
    "en": (
        "{name} lived near {place} until {year}.",
        "The neighbours saw two cars arrive at night and leave with one more person inside.",
        "We have had no word for {months} months.",
        "Two letters were sent to the ministry, and neither was answered.",
        "The passport was collected in {year} and never came back.",
        "The mother is unwell and the children stay with their grandmother.",
        "An acquaintance says they met outside {place} and exchanged a few words.",
        "Shifts at the workshop last twelve hours and the pay is a few coins.",
        "Relatives speak of the weather on the telephone and then hang up.",
        "The family house is locked and nobody may enter the yard.",
        "Before that {name} taught at the village school.",
        "Please find out where {name} is being kept and in what health.",
    ),
}
# Rare words, so that a search can look for something that few statements hold.
_RARE: Final = {
    "kk": ("домбыра", "жайлау", "қымыз", "бүркіт", "киіз"),
    "ru": ("самовар", "пастбище", "войлок", "беркут", "мельница"),
    "ug": ("دۇتار", "بۈركۈت", "تۈگمەن", "گىلەم", "ئۈزۈم"),
    "zh": ("冬不拉", "毡房", "水磨", "葡萄架", "银戒指"),
    "en": ("dulcimer", "millstone", "saddlebag", "apricots", "lantern"),
}
_ASIDE: Final = {
    "kk": "Үйінде {rare} қалды, оны енді ешкім ұстамайды.",
    "ru": "Дома остался предмет, который все помнят: {rare}.",
    "ug": "ئۆيىدە {rare} قالدى، ھازىر ئۇنى ھېچكىم ئىشلەتمەيدۇ.",
    "zh": "家里还留着{rare}，现在没有人用了。",
    "en": "What everybody remembers of the house is the {rare}.",
}
_ONE_IN: Final = 300


def invent_words(rng: Random, *, language: str, name: str, place: str, year: int) -> str:
    """A hundred to six hundred letters, most of them short, as one speaks at the desk."""
    wanted = min(LONGEST - 100, SHORTEST + int(rng.expovariate(1 / 140)))
    sentences = list(_SENTENCES[language])
    rng.shuffle(sentences)
    if rng.randrange(_ONE_IN) == 0:
        sentences.insert(0, _ASIDE[language].replace("{rare}", rng.choice(_RARE[language])))
    gap = "" if language == "zh" else " "
    text = ""
    for number in range(8 * len(sentences)):
        sentence = sentences[number % len(sentences)]
        months = rng.randint(2, 30)
        text += sentence.format(name=name, place=place, year=year, months=months) + gap
        if len(text) >= wanted:
            break
    return text[:LONGEST].strip()


def rare_words() -> tuple[str, ...]:
    """Words that about one statement in some thousands holds."""
    return tuple(word for words in _RARE.values() for word in words)
