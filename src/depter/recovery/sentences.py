"""The words on a trustee's paper, marked for the catalogues; whoever prints it translates them."""

from __future__ import annotations

from typing import Final

from depter.errors import N_

TITLE: Final = N_("Share {number} of {shares}")
ENOUGH: Final = N_("Any {need} of the {shares} shares are enough. Fewer open nothing.")
NOTEBOOK: Final = N_("Notebook")
MADE: Final = N_("Made on")
WORDS: Final = N_("The {count} words of this share")
CHECK: Final = N_("Check digits, to compare by telephone")
VERIFIED: Final = N_("Verified on (date, by hand)")

WHAT: Final = N_("What this paper is")
WHAT_LINES: Final = (
    N_("It is one part of the key of an office's register."),
    N_("Together with other shares it opens the register after a fire, a theft or a raid."),
    N_("Alone it opens nothing and says nothing about anybody."),
)
KEEP: Final = N_("How to keep it")
KEEP_LINES: Final = (
    N_("Keep it dry, locked away, and outside the office."),
    N_("Keep it away from the shares of other trustees, and tell nobody that you have it."),
    N_("Never photograph, scan or copy it, and never type it into a telephone or a web page."),
    N_("If it is lost, or somebody has seen it, tell the office: it can make new shares."),
)
ASKED: Final = N_("When you are asked for it")
ASKED_LINES: Final = (
    N_("Give it only to a person whom you know, face to face."),
    N_("Ask the other trustees whether they were asked too, and compare the notebook and date."),
    N_("The check digits may be read out by telephone. The words may not, to anybody."),
    N_("If you are forced to give it up, do so, and tell the office: alone it opens nothing."),
)

PARTS: Final = ((WHAT, WHAT_LINES), (KEEP, KEEP_LINES), (ASKED, ASKED_LINES))
