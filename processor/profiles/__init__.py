"""Ready configurations of ERPs: one small literal each, entered here by hand."""

from __future__ import annotations

from collections.abc import Sequence

from processor.errors import Misconfigured
from processor.profiles.civicrm import CIVICRM
from processor.profiles.dolibarr import DOLIBARR
from processor.profiles.erpnext import ERPNEXT
from processor.profiles.german import CAO_FAKTURA, SAGE100
from processor.profiles.idempiere import IDEMPIERE
from processor.profiles.jtl import JTL_SHOP, JTL_WAWI
from processor.profiles.kivitendo import KIVITENDO
from processor.profiles.ledgersmb import LEDGERSMB
from processor.profiles.metasfresh import METASFRESH
from processor.profiles.modified import MODIFIED
from processor.profiles.odoo import ODOO
from processor.profiles.ofbiz import OFBIZ
from processor.profiles.openxe import OPENXE
from processor.profiles.profile import Profile
from processor.profiles.shops import MAGENTO, MAILPOET, PRESTASHOP
from processor.profiles.shopware import SHOPWARE5, SHOPWARE6
from processor.profiles.suitecrm import ESPOCRM, SUITECRM
from processor.profiles.tryton import TRYTON
from processor.profiles.unknown import UNKNOWN
from processor.profiles.vtiger import VTIGER
from processor.profiles.world import BUSINESS_CENTRAL, DYNAMICS_AX, DYNAMICS_GP, SAP_B1
from processor.profiles.written import erp_table

__all__ = ["PROFILES", "Profile", "erp_table", "named"]

PROFILES: Sequence[Profile] = [
    CIVICRM,
    DOLIBARR,
    ERPNEXT,
    ESPOCRM,
    IDEMPIERE,
    JTL_SHOP,
    KIVITENDO,
    LEDGERSMB,
    MAGENTO,
    MAILPOET,
    METASFRESH,
    MODIFIED,
    ODOO,
    OFBIZ,
    OPENXE,
    PRESTASHOP,
    SHOPWARE5,
    SHOPWARE6,
    SUITECRM,
    TRYTON,
    VTIGER,
    BUSINESS_CENTRAL,
    CAO_FAKTURA,
    DYNAMICS_AX,
    DYNAMICS_GP,
    JTL_WAWI,
    SAGE100,
    SAP_B1,
    *UNKNOWN,
]
"""Proven ones first, then starting points, then those of which nothing reliable is known."""


def named(name: str) -> Profile:
    """Return the profile with this name or alias, regardless of case.

    Raise Misconfigured: "profile_unknown" where there is none, "profile_nothing_known" where nothing can be relied on.
    """
    plain = name.strip().lower().replace(" ", "-")
    for one in PROFILES:
        if plain in (one.name, *one.aliases):
            if one.sure == "unknown":
                raise Misconfigured("profile_nothing_known", system=one.system)
            return one
    raise Misconfigured("profile_unknown", name=name, known=[one.name for one in PROFILES if one.sure != "unknown"])
