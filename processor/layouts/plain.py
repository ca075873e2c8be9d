"""Lists people and small tools make: an address, perhaps a reason and a date, under any usual heading.

Where no column says what happened, the subfolder or an unmistakable name must; otherwise the file is refused.
"""

from __future__ import annotations

from processor.layouts import words
from processor.layouts.layout import OPTOUT, Layout, Means, State
from processor.layouts.vocabulary import BOUNCE_WORDS, FLAG, WORDS

_TELLING = words.STATUS | words.REASON | words.BOUNCE_TYPE | words.OPTOUT_FLAG | words.OPTOUT_DATE

LAYOUTS = (
    Layout(
        name="plain-list",
        system="",
        any_of=_TELLING,
        plain=True,
        states=(
            State(words.BOUNCE_TYPE, BOUNCE_WORDS),
            State(words.STATUS, WORDS),
            State(words.REASON, WORDS, free=True),
            State(words.OPTOUT_FLAG, FLAG, dated=OPTOUT),
            State(words.OPTOUT_DATE, {"": Means("rejected", code="no_optout_date")}, dated=OPTOUT),
        ),
        at=(words.OPTOUT_DATE, words.DATE),
        list=(words.LIST,),
        mailing=(words.MAILING,),
        reason=(words.DIAGNOSIS, words.REASON, words.BOUNCE_TYPE, words.STATUS),
        diagnosis=(words.DIAGNOSIS,),
        enhanced=(words.ENHANCED,),
        smtp=(words.SMTP,),
    ),
    Layout(
        name="plain-addresses",
        system="",
        absent=_TELLING,
        plain=True,
        at=(words.DATE,),
        list=(words.LIST,),
        mailing=(words.MAILING,),
        reason=(words.DIAGNOSIS,),
        diagnosis=(words.DIAGNOSIS,),
        enhanced=(words.ENHANCED,),
        smtp=(words.SMTP,),
    ),
)
