"""ERPs about whose tables nothing is known that one could rely on: named, so that nobody is led astray."""

from collections.abc import Sequence

from processor.profiles.profile import Profile

UNKNOWN: Sequence[Profile] = [
    Profile(name, system, "unknown", aliases=aliases)
    for name, system, aliases in (
        ("lexware", "Lexware", ()),
        ("selectline", "SelectLine", ()),
        ("microtech", "microtech büro+, ERP-complete", ("buero-plus", "büro+")),
        ("orgamax", "orgaMAX", ()),
        ("vario", "VARIO", ()),
        ("wiso", "WISO Mein Büro", ("mein-buero",)),
        ("sage50", "Sage 50", ("sage-50",)),
        ("winline", "Mesonic WinLine", ("mesonic",)),
        ("bmd", "BMD", ()),
        ("advanter", "advanter", ()),
        ("use-soft", "use-soft", ()),
        ("dynamics-crm", "Microsoft Dynamics CRM, Dynamics 365 Sales", ()),
        ("dynamics-365", "Microsoft Dynamics 365 Finance", ("d365",)),
        ("axelor", "Axelor", ()),
    )
]
"""No tables are named for these: a wrong one would be worse than none."""
