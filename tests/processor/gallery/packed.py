"""Broken and hostile workbooks and archives beside the verdict each must get; written by hand."""

# ruff: noqa: E501  one picture, one line

from __future__ import annotations

from tests.processor.dress import opendocument, workbook, zipped
from tests.processor.gallery.build import (
    LIST,
    MAIN,
    ROWS,
    SHEET,
    TEXTS,
    by_hand,
    changed,
    edited,
    hide_first,
    link,
    locked,
    longer,
    merge,
    other_sheet,
    put,
    repeated,
    rotten,
    with_part,
    without_part,
)
from tests.processor.gallery.case import Case

OUT_A, OUT_B = "optout anna@example.com", "optout bernd@example.de"

WORKBOOKS = {
    "as it should be": Case(edited(lambda sheet: None), [OUT_A, OUT_B]),
    "hidden and filtered rows": Case(edited(hide_first), [OUT_A, OUT_B]),
    "a hidden sheet of opt-outs": Case(
        edited(other_sheet(["E-Mail", "Grund"], ["carla@example.net", "abgemeldet"], title="Alt", state="veryHidden")),
        [OUT_A, OUT_B, "optout carla@example.net"],
    ),
    "a hidden sheet of everybody": Case(
        edited(other_sheet(["E-Mail"], ["carla@example.net"], title="Gesamtverteiler", state="hidden")),
        "sheet_without_meaning", name="Abmeldungen.xlsx", folder="optouts",
    ),
    "a sheet of subscribers": Case(
        edited(other_sheet(["E-Mail", "Status"], ["carla@example.net", "angemeldet"], title="Rest")),
        [OUT_A, OUT_B, "subscribed carla@example.net"], folder="optouts",
    ),
    "a sheet of notes": Case(edited(other_sheet(["zu tun"], ["anrufen"], title="Notizen")), [OUT_A, OUT_B, "ignored:sheet_without_addresses zu tun", "ignored:sheet_without_addresses anrufen"]),
    "a link that leads to somebody else": Case(edited(link), [OUT_A, OUT_B]),
    "merged reasons": Case(edited(merge), [OUT_A, "rejected:no_word bernd@example.de"]),
    "a formula without a value for an address": Case(edited(put(A2="=B9")), ["rejected:formula_without_value abgemeldet", OUT_B]),
    "a formula without a value for a reason": Case(edited(put(B2='=IF(A2="","","abgemeldet")')), ["rejected:formula_without_value anna@example.com", OUT_B]),
    "a formula that calls the world": Case(edited(put(B2='=WEBSERVICE("http://198.51.100.1/")')), ["rejected:formula_without_value anna@example.com", OUT_B]),
    "an error for an address": Case(changed(SHEET, b'<c r="A2" t="s"><v>2</v></c>', b'<c r="A2" t="e"><v>#REF!</v></c>'), ["rejected:no_at #REF!", OUT_B]),
    "a number for an address": Case(edited(put(A2=4711)), ["rejected:no_at 4711", OUT_B]),
    "a cell a world away": Case(edited(put(XFD1048576="x")), "too_many_columns"),
    "a dimension that promises too little": Case(changed(SHEET, b'<dimension ref="A1:B3"/>', b'<dimension ref="A1:B2"/>'), [OUT_A, OUT_B]),
    "a dimension that promises a world": Case(changed(SHEET, b'<dimension ref="A1:B3"/>', b'<dimension ref="A1:XFD1048576"/>'), [OUT_A, OUT_B]),
    "a dimension that is none": Case(changed(SHEET, b'<dimension ref="A1:B3"/>', b'<dimension ref="hello"/>'), "damaged_workbook"),
    "text number 99 of a list of 5": Case(changed(SHEET, b'<c r="A2" t="s"><v>2</v></c>', b'<c r="A2" t="s"><v>99</v></c>'), "damaged_workbook"),
    "rows that go backwards": Case(changed(SHEET, b'<row r="3">', b'<row r="1">'), [OUT_A, OUT_B]),
    "links to other workbooks": Case(
        with_part("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"/>'.encode()), [OUT_A, OUT_B]
    ),
    "a macro": Case(with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), [OUT_A, OUT_B]),
    "a part that leads out": Case(with_part("../../evil.xml", b"<a/>"), "suspicious_workbook"),
    "an entity that reads a file": Case(
        changed(TEXTS, b"<sst", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst'), "suspicious_workbook"
    ),
    "a sheet that is no XML, with a cell a world away": Case(
        changed(SHEET, b"<sheetData>", b'<a></b><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "damaged_workbook"
    ),
    "two links of one name": Case(
        changed("xl/_rels/workbook.xml.rels", b"</Relationships>", b'<Relationship Id="r1" Type="x" Target="other.xml"/></Relationships>'), "damaged_workbook"
    ),
    "texts that promise a world": Case(
        changed(TEXTS, b'uniqueCount="6"', b'uniqueCount="99999999999"'), "suspicious_workbook"
    ),
    "texts that are no XML and promise a world": Case(
        changed(TEXTS, b"<sst", b'<a></b><sst uniqueCount="99999999999"'), "damaged_workbook"
    ),
    "texts that promise too little": Case(changed(TEXTS, b'uniqueCount="6"', b'uniqueCount="1"'), [OUT_A, OUT_B]),
    "a list of sheets in an encoding nobody knows": Case(
        changed("xl/workbook.xml", b"<workbook", b'<?xml version="1.0" encoding="UTF-9"?><workbook'), "damaged_workbook"
    ),
    "links in an encoding of many bytes": Case(
        changed("xl/_rels/workbook.xml.rels", b"<Rel", b'<?xml version="1.0" encoding="EUC-KR"?><Rel'), "damaged_workbook"
    ),
    "a sheet in an encoding nobody knows": Case(
        changed(SHEET, b"<worksheet", b'<?xml version="1.0" encoding="latin-99"?><worksheet'), "damaged_workbook"
    ),
    "a sheet of OpenDocument in an encoding nobody knows": Case(
        zipped({
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b'<?xml version="1.0" encoding="UTF-9"?><office:document-content/>',
        }),
        "damaged_workbook",
    ),
    "text that is cut off": Case(changed(TEXTS, b"</sst>", b""), "damaged_workbook"),
    "a sheet that is cut off": Case(changed(SHEET, b"</sheetData>", b""), "damaged_workbook"),
    "no sheet where one is named": Case(without_part(SHEET), "damaged_workbook"),
    "no texts where some are named": Case(without_part(TEXTS), "damaged_workbook"),
    "no list of sheets": Case(without_part("xl/workbook.xml"), "zip_member"),
    "nothing in it": Case(lambda: workbook({"Tabelle1": []}), "empty_file"),
    "only headings": Case(lambda: workbook({"Tabelle1": ROWS[:1]}), "header_only"),
    "half of it": Case(lambda: workbook({"Liste": ROWS})[:2000], "damaged_workbook"),
    "its first half twice": Case(lambda: workbook({"Liste": ROWS})[:2000] * 2, "damaged_workbook"),
    "a text behind it": Case(lambda: zipped(by_hand()) + LIST, [OUT_A, OUT_B]),
    "a text before it": Case(lambda: LIST + zipped(by_hand()), "unreadable_characters"),
    "a second one behind it": Case(lambda: workbook({"Liste": ROWS}) * 2, "suspicious_workbook"),
    "a sheet of OpenDocument": Case(lambda: opendocument({"Liste": ROWS}), [OUT_A, OUT_B]),
    "half a sheet of OpenDocument": Case(lambda: opendocument({"Liste": ROWS})[:400], "damaged_workbook"),
}  # fmt: skip

ARCHIVES = {
    "one list": Case(zipped({"liste.csv": LIST}), [OUT_A, OUT_B]),
    "one list in folders": Case(zipped({"Export/2026/Mai/liste.csv": LIST}), [OUT_A, OUT_B]),
    "nothing in it": Case(zipped({}), "empty_archive"),
    "folders only": Case(zipped({"Export/": b"", "Export/leer/": b""}), "empty_archive"),
    "litter only": Case(zipped({"__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "Thumbs.db": b"x"}), "empty_archive"),
    "an archive in it": Case(zipped({"innen.zip": zipped({"liste.csv": LIST})}), "zip_member"),
    "an archive in an archive in it": Case(zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": LIST})})}), "zip_member"),
    "a picture beside the list": Case(zipped({"liste.csv": LIST, "logo.png": b"\x89PNG\r\n\x1a\n"}), "zip_member"),
    "a broken list beside a good one": Case(zipped({"gut.csv": LIST, "kaputt.csv": b'E-Mail\n"offen'}), "zip_member"),
    "an empty list beside a good one": Case(zipped({"gut.csv": LIST, "leer.csv": b""}), "zip_member"),
    "headings beside a good list": Case(zipped({"gut.csv": LIST, "leer.csv": b"E-Mail;Grund\r\n"}), [OUT_A, OUT_B]),
    "a name that climbs out": Case(zipped({"../../etc/cron.d/x.csv": LIST}), "suspicious_workbook"),
    "a name that climbs out the other way": Case(zipped({"..\\..\\x.csv": LIST}), "suspicious_workbook"),
    "a name from the root": Case(zipped({"/etc/x.csv": LIST}), "suspicious_workbook"),
    "a name with a drive": Case(zipped({"C:/x.csv": LIST}), "suspicious_workbook"),
    "a name of 1000 letters": Case(zipped({"x" * 1000 + ".csv": LIST}), [OUT_A, OUT_B]),
    "a name that is mark-up": Case(zipped({"<script>alert(1)</script>.csv": LIST}), [OUT_A, OUT_B]),
    "a name like a formula": Case(zipped({"=cmd.csv": LIST}), [OUT_A, OUT_B]),
    "two members of one name": Case(repeated("a.csv"), "suspicious_workbook"),
    "a locked member": Case(locked(zipped({"liste.csv": LIST})), "encrypted_archive"),
    "a member that is more than it says": Case(longer(zipped({"liste.csv": LIST})), "zip_member"),
    "a member with another checksum": Case(rotten(zipped({"liste.csv": LIST})), "zip_member"),
    "half of it": Case(zipped({"liste.csv": LIST * 50})[:120], "damaged_workbook"),
    "its end only": Case(zipped({"liste.csv": LIST})[-40:], "nul_bytes"),
    "a member that packs 1000 to 1": Case(lambda: zipped({"liste.csv": LIST + b" " * 50_000_000}), "zip_member"),
    "200 members": Case(zipped({f"{n}.csv": LIST for n in range(200)}), "too_many_members"),
    "our own receipt in it": Case(zipped({"liste.csv": LIST, "liste.csv.receipt.txt": LIST}), "own_receipt"),
    "members that say opposite things": Case(
        zipped({"Abmeldungen.csv": b"E-Mail\nanna@example.com\n", "Abonnenten.csv": b"E-Mail\nbernd@example.de\n"}), "sheet_without_meaning"
    ),
    "members with words of their own": Case(
        zipped({"a.csv": LIST, "b.csv": b"E-Mail;Status\ncarla@example.net;angemeldet\n"}), [OUT_A, OUT_B, "subscribed carla@example.net"]
    ),
    "an archive called opt-outs that holds everybody": Case(
        zipped({"Abmeldungen.csv": b"E-Mail\nanna@example.com\n", "alle.csv": b"E-Mail\nbernd@example.de\n"}),
        "sheet_without_meaning", name="Abmeldungen.zip", folder="optouts",
    ),
}  # fmt: skip
