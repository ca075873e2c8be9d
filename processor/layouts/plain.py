"""Lists people and small tools make: an address, perhaps a reason and a date, under any usual heading.

Where no column says what happened, the subfolder or an unmistakable name must; otherwise the file is refused.
"""

from __future__ import annotations

from dataclasses import replace

from processor.layouts import details, flags, words
from processor.layouts.bounce_words import BOUNCE_WORDS
from processor.layouts.layout import COMPLAINT, NOTHING, OPTOUT, Layout, State, bounce
from processor.layouts.vocabulary import WORDS

_EVENTS = words.REASON | words.BOUNCE_TYPE | details.OPTOUT_DATE
"""Headings of files of which each line is something that happened."""

_PEOPLE = (
    words.STATUS
    | flags.OPTOUT_FLAG
    | flags.PERHAPS_OPTOUT_FLAG
    | flags.BLOCK_FLAG
    | flags.OPTIN_FLAG
    | flags.PERHAPS_OPTIN_FLAG
    | flags.BOUNCE_FLAG
    | flags.COMPLAINT_FLAG
)
"""Headings of files of which each line is somebody, with what holds for them now."""

_EVENT_LIST = Layout(
    name="plain-list",
    system="",
    any_of=_EVENTS,
    absent=_PEOPLE,
    plain=True,
    states=(
        State(words.BOUNCE_TYPE, BOUNCE_WORDS, because="word_column"),
        State(words.REASON, WORDS, free=True, because="word_column"),
        State(details.OPTOUT_DATE, flags.OPTOUT_TIMES, dated=OPTOUT, because="optout_date_column"),
    ),
    at=(details.OPTOUT_DATE, details.DATE, details.CHANGED, details.CREATED),
    touched=(details.CHANGED, details.CREATED),
    list=(details.LIST,),
    mailing=(details.MAILING, details.SUBJECT),
    reason=(details.DIAGNOSIS, words.REASON, words.BOUNCE_TYPE, words.STATUS),
    diagnosis=(details.DIAGNOSIS,),
    enhanced=(details.ENHANCED,),
    smtp=(details.SMTP,),
    nulls=("NULL", "null", "None", "none", "NA", "N/A", "n/a", "#N/A", "#NV", "\\N", "NaN", "nan", "(null)"),
)

LAYOUTS = (
    _EVENT_LIST,
    replace(
        _EVENT_LIST,
        name="plain-people",
        any_of=_PEOPLE,
        absent=(),
        states=(
            *_EVENT_LIST.states,
            State(words.STATUS, WORDS, because="word_column"),
            State(flags.OPTOUT_FLAG, flags.OPTED_OUT, dated=OPTOUT, because="optout_column"),
            State(flags.PERHAPS_OPTOUT_FLAG, flags.OPTED_OUT, dated=OPTOUT, perhaps=True, because="optout_column"),
            State(flags.BLOCK_FLAG, flags.BLOCKED, dated=OPTOUT, because="block_column"),
            # A date of subscribing proves no subscriber: those who left have one too.
            State(flags.OPTIN_FLAG, flags.OPTED_IN, dated=NOTHING, because="inverse_column"),
            State(flags.PERHAPS_OPTIN_FLAG, flags.OPTED_IN, dated=NOTHING, perhaps=True, because="inverse_column"),
            State(flags.BOUNCE_FLAG, flags.BOUNCED, dated=bounce("hard"), because="bounce_column"),
            State(flags.COMPLAINT_FLAG, flags.COMPLAINED, dated=COMPLAINT, because="complaint_column"),
        ),
        at=(details.OPTOUT_DATE, details.DATE, details.CHANGED),  # when somebody was added is not when they left
    ),
    replace(
        _EVENT_LIST,
        name="plain-addresses",
        any_of=(),
        absent=_EVENTS | _PEOPLE,
        states=(),
        at=(details.DATE, details.CHANGED, details.CREATED),
        reason=(details.DIAGNOSIS,),
    ),
)
