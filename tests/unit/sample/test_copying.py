"""No sentence of the article is in the sample: facts are free, words are not."""

from __future__ import annotations

from pathlib import Path

from depter.actions.sample.sheet import read_sheet, sample_text
from tools.shingles import fingerprint, runs_of_words

ARTICLE = Path(__file__).with_name("article_shingles.txt")
# Names and the title have one form only; whoever cites them must use it.
ONE_FORM_ONLY = (
    "Kazakhs Won’t Be Silenced on China’s Internment Camps",
    "Kazakhstan International Bureau for Human Rights and Rule of Law",
)


def copied(text: str) -> list[str]:
    """Runs of seven words that the article has too."""
    known = set(ARTICLE.read_text("ascii").split())
    return [run for run in runs_of_words(text) if fingerprint(run) in known]


def test_no_seven_words_in_a_row_are_the_articles() -> None:
    text = " ".join(sample_text().split())
    for name in ONE_FORM_ONLY:
        text = text.replace(name, "1")
    assert not copied(text)


def test_a_copied_run_would_be_noticed() -> None:
    title = read_sheet(sample_text()).about.title
    assert copied(title) == list(runs_of_words(title)) != []
    assert copied(f"As it says, {title.upper()}!")


def test_our_own_words_are_not_taken_for_the_articles() -> None:
    assert not copied("Seven words of our own, which nobody has printed before us in a paper")
