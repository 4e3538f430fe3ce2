"""What volunteers type is turned into EDTF that they can accept, or into nothing."""

from __future__ import annotations

import pytest

from depter.values.edtf import DateNotUnderstood, parse_date, suggest_date


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("spring 2018?", "2018-21?"),
        ("April 2018", "2018-04"),
        ("21 April 2018", "2018-04-21"),
        ("April 21st, 2018", "2018-04-21"),
        ("25.12.2017", "2017-12-25"),
        ("25.12.17", "2017-12-25"),
        ("12.05.62", "1962-05-12"),
        ("12/25/2017", "2017-12-25"),
        ("2018.4", "2018-04"),
        ("around 2017", "2017~"),
        ("maybe around April 2018", "2018-04%"),
        ("before December 2018", "../2018-12"),
        ("since April 2018", "2018-04/.."),
        ("early 2018", "2018-37"),
        ("mid-April 2018", "2018-04-11/2018-04-20"),
        ("end of February 2016", "2016-02-21/2016-02-29"),
        ("late spring 2018", "2018-05"),
        ("second half of 2018", "2018-41"),
        ("between October and December 2018", "2018-10/2018-12"),
        ("from October 2017 to December 2018", "2017-10/2018-12"),
        ("21-25 April 2018", "2018-04-21/2018-04-25"),
        ("winter 2017-18", "2017-12/2018-02"),
        ("2017-18", "2017/2018"),
        ("2017–2018", "2017/2018"),
        ("in the 1990s", "199X"),
        ("unknown", "XXXX"),
        ("April", "XXXX-04"),
        ("2018-04", "2018-04"),
        ("2018 жылдың көктемі", "2018-21"),
        ("2018 жылғы 21 сәуір", "2018-04-21"),
        ("2018 жылғы сәуірден бастап", "2018-04/.."),
        ("2018 жылғы желтоқсанға дейін", "../2018-12"),
        ("2017 жылғы қазан мен 2018 жылғы желтоқсан аралығында", "2017-10/2018-12"),
        ("шамамен 2017 жыл", "2017~"),
        ("весна 2018", "2018-21"),
        ("21 января 2019 г.", "2019-01-21"),
        ("В начале апреля 2018 года", "2018-04-01/2018-04-10"),
        ("с октября 2017 г. по декабрь 2018 г.", "2017-10/2018-12"),
        ("1990-е годы", "199X"),
        ("2018年春", "2018-21"),
        ("2018年4月21日", "2018-04-21"),
        ("二〇一八年四月", "2018-04"),
        ("2018年10月至12月之间", "2018-10/2018-12"),
        ("2018年年底", "2018-39"),
        ("2018-يىلى باھار", "2018-21"),
        ("2018-يىلى 4-ئاينىڭ 21-كۈنى", "2018-04-21"),
        ("2018-يىلى دېكابىرغىچە", "../2018-12"),
        ("2017-يىلى ئۆكتەبىردىن 2018-يىلى دېكابىرغىچە", "2017-10/2018-12"),
        ("2018-يیلی باهار", "2018-21"),  # typed on a Persian keyboard
    ],
)
def test_everyday_words_become_a_suggestion(typed: str, suggestion: str) -> None:
    assert suggest_date(typed) == suggestion
    assert parse_date(suggestion).text == suggestion


@pytest.mark.parametrize(
    "typed",
    [
        "04/05/2018",  # the fourth of May or the fifth of April
        "not in 2018",
        "last year",
        "2018 2019",
        "2018 or 2019",
        "31 April 2018",
        "2018-02-30",
        "32.12.2018",
        "between 2018",
        "December 2018 to October 2017",
        "20 years ago",
        "spring April 2018",
        "2011/12",
        "0",
        "",
        "April " * 20,
    ],
)
def test_what_is_in_doubt_gets_no_suggestion(typed: str) -> None:
    assert suggest_date(typed) is None


def test_the_suggestion_is_offered_and_not_taken() -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_date("весна 2018")
    assert refused.value.suggestion == "2018-21"


def test_a_suggestion_shows_nothing_hidden() -> None:
    assert suggest_date("\u202eApril 2018\u202c") == "2018-04"
