"""A gallery of what people really drop: each ends with its clear reason, untouched, and the others are done."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.journeys.world import LayOut, World, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ole(*names: str) -> bytes:
    """A compound file (MS-CFB) with a directory of these streams: what old and encrypted workbooks are."""
    sector = 512
    header = bytearray(sector)
    header[0:8] = OLE
    header[24:34] = (0x3E).to_bytes(2, "little") + (3).to_bytes(2, "little") + b"\xfe\xff" + b"\x09\x00" + b"\x06\x00"
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:80] = (0).to_bytes(4, "little")
    header[80:512] = b"\xff" * 432
    table = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * (sector - 8)
    directory = b""
    for place, name in enumerate(("Root Entry", *names)):
        entry = bytearray(128)
        text = name.encode("utf-16-le") + b"\0\0"
        entry[: len(text)] = text
        entry[64:66] = len(text).to_bytes(2, "little")
        entry[66] = 5 if place == 0 else 2
        entry[68:80] = b"\xff" * 12
        if place == 0:
            entry[76:80] = (1).to_bytes(4, "little")
        entry[116:120] = b"\xfe\xff\xff\xff"
        directory += bytes(entry)
    return bytes(header) + table + directory.ljust(sector, b"\0")


def bomb() -> bytes:
    """A workbook of some hundred kilobytes that unpacks to half a gigabyte of cells."""
    out = io.BytesIO()
    plain = io.BytesIO(workbook(("E-Mail",), ("anna@example.com",)))
    with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            if name != "xl/worksheets/sheet1.xml":
                packed.writestr(name, whole.read(name))
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b"<sheetData>"
            )
            row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"a" * 1_000_000 + b"</t></is></c></row>"
            for _ in range(500):
                sheet.write(row)
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


HTML = b"<html><head><title>Export</title></head><body><table><tr><td>anna@example.com</td></tr></table></body></html>"
WHOLE = workbook(("E-Mail", "Grund"), ("bernd@example.de", "abgemeldet"))

GALLERY: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    # what: file name, content, code, words of the sentence that say what to do
    "an empty file": ("leer.csv", lambda: b"", "empty_file", "Export it again"),
    "a header only": ("kopf.csv", lambda: b"E-Mail;Grund;Datum\r\n", "header_only", "export it again"),
    "no addresses": ("kasse.csv", lambda: b"Datum;Betrag\r\n01.02.2026;12,50\r\n", "no_addresses", "export it again"),
    "HTML named .xls": ("Report.xls", lambda: HTML, "html_not_table", "type Excel workbook"),
    "an old workbook": ("alt.xls", lambda: ole("Workbook"), "old_excel", "type Excel workbook (.xlsx)"),
    "an encrypted workbook": (
        "geheim.xlsx",
        lambda: ole("EncryptionInfo", "EncryptedPackage"),
        "encrypted_workbook",
        "remove the password",
    ),
    "half a workbook": ("halb.xlsx", lambda: WHOLE[: len(WHOLE) // 2], "damaged_workbook", "copy or export it again"),
    "zero bytes": (
        "null.csv",
        lambda: b"E-Mail;Grund\r\nanna@example.com;abgemeldet\r\n" + bytes(4096),
        "nul_bytes",
        "Copy or export it again",
    ),
    "one line of 50 MB": ("lang.csv", lambda: b"x" * 50_000_000, "line_too_long", "one address per row"),
    "a zip bomb": ("bombe.xlsx", bomb, "suspicious_workbook", "Ask where it comes from"),
    "a zip in a zip": (
        "paket.zip",
        lambda: zipped("innen.zip", zipped("liste.csv", b"a@example.com")),
        "zip_member",
        "About innen.zip: This is a ZIP archive within a ZIP archive. Nothing was done. Unpack it",
    ),
    "a picture": (
        "bild.csv",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "not_a_list",
        "Export the list as CSV",
    ),
    "addresses that say nothing": (
        "Adressen.csv",
        lambda: b"E-Mail;Name\r\nanna@example.com;Anna\r\n",
        "no_meaning",
        "Drop it into the folder optouts",
    ),
}


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("what", GALLERY)
def test_each_exhibit_is_refused_with_its_reason_and_the_good_file_is_done(lay_out: LayOut, what: str) -> None:
    name, make, code, advice = GALLERY[what]
    content = make()
    world = lay_out(CUSTOMERS, drop={name: content, "Abmeldungen.csv": optouts("carla@example.net")})
    done = world.round()

    told = {entry.name: (entry.state, [reason for reason, _ in entry.reasons]) for entry in done.entries}
    assert told == {name: ("refused", [code]), "Abmeldungen.csv": ("applied", [])}
    assert done.stuck == 0
    stem, _, end = name.rpartition(".")
    assert world.tree()[f"refused/{stem}.ID.{end}"] == content
    note = " ".join(world.text_of(f"refused/{stem}.ID.why.txt").split())
    assert advice in note
    assert f"REFUSED: {name}" in note
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "N"}


def test_the_whole_gallery_at_once_stays_within_400_megabytes_and_leaves_no_trace_of_a_bug(lay_out: LayOut) -> None:
    """One process, as the service is one; the peak is what the kernel says of it."""
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("carla@example.net")})
    world.drop({name: make() for name, make, _, _ in GALLERY.values()})
    # VmHWM is this program's own peak; getrusage would count that of the parent it was forked from.
    peak = "int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024"
    program = f"import atexit, re\natexit.register(lambda: print('PEAK', {peak}))"
    run = world.process("once", program=program)
    assert (run.returncode, run.stderr) == (3, "")
    assert int(run.stdout.rpartition("PEAK ")[2]) < 400
    assert sum(name.startswith("refused/") and not name.endswith(".why.txt") for name in world.names()) == len(GALLERY)
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "N"}


def done_with(world: World, name: str = "Abmeldungen.csv") -> dict[str, tuple[str, list[str]]]:
    world.drop({name: optouts("carla@example.net")})
    done = world.round()
    assert done.stuck == 0
    assert world.customers("news")[3] == "N"
    return {
        entry.name: (entry.state, [code for code, _ in entry.reasons]) for entry in done.entries if entry.name != name
    }


def test_a_symlink_is_never_followed(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    outside = world.folder / "secret.csv"
    outside.write_bytes(optouts("anna@example.com").encode())
    (world.folder / "drop" / "link.csv").symlink_to(outside)
    assert done_with(world) == {"link.csv": ("refused", ["link"])}
    assert world.customers("news")[1] == "Y"
    assert outside.read_bytes() == optouts("anna@example.com").encode()
    assert "Copy the file itself" in world.text_of("refused/link.ID.why.txt")
    (kept,) = (world.folder / "drop" / "refused").glob("link.*.csv")
    assert kept.is_symlink()


def test_a_fifo_never_makes_the_service_wait(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    os.mkfifo(world.folder / "drop" / "rohr.csv")
    assert done_with(world) == {"rohr.csv": ("refused", ["not_a_file"])}
    assert "Save the list as a file" in world.text_of("refused/rohr.ID.why.txt")


def test_a_name_that_is_no_text_is_taken_all_the_same(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    raw = os.fsencode(world.folder / "drop") + b"/Abmeldungen-\xff\xfe.csv"
    Path(os.fsdecode(raw)).write_text(optouts("anna@example.com"))
    (told,) = done_with(world).items()
    assert told[1] == ("applied", [])
    assert told[0].isprintable()
    assert world.customers("news") == {1: "N", 2: "Y", 3: "N"}
    assert len(list((world.folder / "drop" / "done" / "2026-03-10").iterdir())) == 6


def test_a_name_of_255_bytes_gets_its_receipt(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    name = "Abmeldungen-" + "ü" * 119 + "a.csv"
    assert len(name.encode()) == 255
    world.drop({name: optouts("anna@example.com")})
    (told,) = done_with(world, "b-Abmeldungen.csv").values()
    assert told == ("applied", [])
    kept = [path for path in (world.folder / "drop" / "done" / "2026-03-10").iterdir() if "ü" in path.name]
    assert sorted(path.name.partition(".")[2].partition(".")[2] for path in kept) == ["csv", "receipt.txt", "rows.csv"]
    assert {len(path.name.encode()) <= 255 for path in kept} == {True}


def test_a_folder_is_left_alone_whatever_its_name(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Ordner.csv/innen.csv": optouts("anna@example.com")})
    assert done_with(world) == {}
    assert "Ordner.csv/innen.csv" in world.names()
    assert world.customers("news")[1] == "Y"
    assert "Ordner.csv" in world.mails("summary")[0].get_body(("plain",)).get_content()


def test_formula_cells_without_a_value_are_rejected_one_by_one(lay_out: LayOut) -> None:
    content = workbook(("E-Mail", "Grund"), ("anna@example.com", "abgemeldet"), ('=A2&""', "abgemeldet"))
    world = lay_out(CUSTOMERS, drop={"Liste.xlsx": content})
    assert done_with(world) == {"Liste.xlsx": ("applied", [])}
    assert world.customers("news") == {1: "N", 2: "Y", 3: "N"}
    receipt = " ".join(world.text_of("done/2026-03-10/Liste.ID.receipt.txt").split())
    assert "open the workbook in Excel, save it and drop it again" in receipt


def test_a_formula_in_a_csv_is_shown_but_never_runs_from_the_receipt(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS, drop={"L-Abmeldungen.csv": 'E-Mail;Grund\r\n"=cmd|x";abgemeldet\r\nanna@example.com;=1+1\r\n'}
    )
    world.round()
    rows = world.text_of("done/2026-03-10/L-Abmeldungen.ID.rows.csv")
    assert ",=" not in rows
    assert "'=cmd|x" in rows


def test_litter_and_unfinished_uploads_stay_where_they_are(lay_out: LayOut) -> None:
    names = ["~$Liste.xlsx", "Thumbs.db", ".DS_Store", "Liste.csv.filepart", "Liste.csv.crdownload", ".~lock.x.csv#"]
    world = lay_out(CUSTOMERS, drop=dict.fromkeys(names, optouts("anna@example.com")))
    assert done_with(world) == {}
    assert set(names) <= set(world.names())
    assert world.customers("news")[1] == "Y"
