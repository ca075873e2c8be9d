from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropzone.litter import has_owner, is_litter, owners
from dropzone.names import Claimed, accompanies, fitting, halves, new_id, resting, rests_as, shown

ID, OTHER = "ABCDEFGH", "12345678"
raw_names = st.binary(min_size=1, max_size=255).map(
    lambda raw: os.fsdecode(raw.replace(b"/", b"x").replace(b"\0", b"x"))
)


@given(raw_names)
def test_a_working_name_tells_everything_about_the_claim(original):
    claimed = Claimed(ID, 2, "optouts", fitting(original))
    assert Claimed.parse(claimed.text) == claimed
    assert len(os.fsencode(claimed.text)) <= 255


@given(raw_names)
def test_a_resting_name_is_short_harmless_and_found_by_its_id(original):
    stem, extension = resting(original, ID)
    name = stem + extension
    assert len(name.encode()) <= 100
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t~')
    assert not name.startswith((".", " "))
    assert name.isprintable()
    assert unicodedata.normalize("NFC", name) == name
    assert rests_as(name, ID)
    assert halves(name) == (stem, extension)
    assert not accompanies(name, ID)
    assert accompanies(f"{stem}.receipt.txt", ID)
    assert not rests_as(f"{stem}.receipt.txt", ID)
    assert fitting(original) != original or resting(fitting(original), ID) == (stem, extension)


@given(raw_names)
def test_a_shown_name_is_one_printable_line(original):
    text = shown(original)
    assert text.isprintable()
    assert len(text) <= 120
    assert text.encode()


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("Abmeldungen März (2).csv", "Abmeldungen März (2).ABCDEFGH.csv"),
        (unicodedata.normalize("NFD", "Abmeldungen März.csv"), "Abmeldungen März.ABCDEFGH.csv"),
        ("CON.csv", "_CON.ABCDEFGH.csv"),
        ("com1", "_com1.ABCDEFGH"),
        ("a/b\\c:d.xlsx", "a_b_c_d.ABCDEFGH.xlsx"),
        ("x. . .csv", "x.ABCDEFGH.csv"),
        (".csv", "csv.ABCDEFGH"),
        ("...", "file.ABCDEFGH"),
        ("liste.12345678", "liste.12345678.ABCDEFGH"),
        ("liste.12345678.csv", "liste.12345678.ABCDEFGH.csv"),
        ("\udce4rger.csv", "_rger.ABCDEFGH.csv"),
        ("=cmd|' /c calc'!A1.csv", "_cmd__ _c calc__A1.ABCDEFGH.csv"),
    ],
)
def test_people_recognise_their_file_where_it_rests(original, name):
    assert "".join(resting(original, ID)) == name


def test_an_archived_file_dropped_again_is_not_mistaken_for_the_earlier_one():
    name = "".join(resting(f"liste.{ID}.csv", OTHER))
    assert rests_as(name, OTHER)
    assert not rests_as(name, ID)
    assert not accompanies(name, ID)
    assert not accompanies(f"liste.{ID}.{OTHER}.receipt.txt", ID)


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("\udce4.csv", "\\xe4.csv"),
        ("a\nb.csv", "a\\nb.csv"),
        ("\u202egnp.csv", "\\u202egnp.csv"),
        ("a\xa0b.csv", "a b.csv"),
        ("u\u0308.csv", "ü.csv"),
        ("\x1b[31m.csv", "\\x1b[31m.csv"),
    ],
)
def test_odd_signs_are_shown_as_escapes(original, text):
    assert shown(original) == text


def test_a_long_name_keeps_its_beginning_and_its_extension():
    text = shown("n" * 251 + ".csv")
    assert text.startswith("nnn")
    assert text.endswith(".csv")


def test_ids_are_eight_signs_nobody_confuses():
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(Claimed.parse(f"{one}.0.-.x") for one in ids)
    assert not set("".join(ids)) & set("ILOU")


@pytest.mark.parametrize(
    "name",
    [
        *("~$x.xlsx", ".~lock.x.ods#", "x.tmp", "X.TMP", "x.part", "x.partial", "x.csv.filepart", "x.crdownload"),
        *(".sftpgo-upload.x", ".syncthing.x.tmp", "~syncthing~x.tmp", "x.csv.writing", "Thumbs.db", ".DS_Store"),
        *("._x.csv", "@eaDir", ".stfolder", ".abgleich-x.part", "desktop.ini", ".nfs000001"),
    ],
)
def test_litter_is_known(name):
    assert is_litter(name)


@pytest.mark.parametrize("name", ["x.csv", "part.csv", "tmp", "x.tmp.csv", "CON.csv", "a~b.csv", ".hidden"])
def test_real_names_are_no_litter(name):
    assert not is_litter(name)


@pytest.mark.parametrize("owner", ["~$Liste.xlsx", "~$ste.xlsx", ".~lock.Liste.xlsx#", "~$LISTE.XLSX"])
def test_an_owner_file_says_which_file_is_open(owner):
    assert has_owner("Liste.xlsx", owners([owner, "Liste.xlsx", "other.xlsx"]))
    assert not has_owner("other.xlsx", owners([owner]))
