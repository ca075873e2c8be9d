from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from processor.configuration import load
from processor.errors import Misconfigured
from processor.report.words import Words
from processor.shipped import shipped

CANARY = "kanarienvogel-7301"


def test_a_good_configuration_becomes_settings_with_defaults(loaded):
    settings = loaded()
    assert settings.erp.targets[0].flag.no == "N"
    assert settings.mail.port == 587
    assert settings.language == "en"


def test_a_byte_order_mark_is_no_mistake(write):
    path = write()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(path, {}).state.name == "state"


def test_relative_paths_are_relative_to_the_configuration_not_to_where_one_stands(write, tmp_path, monkeypatch):
    more = 'ca_file = "ca.pem"\n[export]\nfolder = "out"\n[ledger]\nurl = "sqlite:///other/ledger.sqlite?timeout=3"'
    path = write(top='templates = "own"', mail=more)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    settings = load(Path(path.name), {})
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert settings == load(path, {})
    assert settings.state == tmp_path / "state"
    assert settings.templates == tmp_path / "own"
    assert settings.dropzone.folder == tmp_path / "drop"
    assert settings.export.folder == tmp_path / "out"
    assert settings.mail.ca_file == tmp_path / "ca.pem"
    assert settings.erp.url == f"sqlite:///{tmp_path.as_posix()}/erp.sqlite"
    assert settings.ledger.url == f"sqlite:///{tmp_path.as_posix()}/other/ledger.sqlite?timeout=3"


def test_whole_paths_and_urls_of_servers_stay_as_they_are(loaded, tmp_path):
    settings = loaded(top='templates = "/own"', mail='[ledger]\nurl = "mssql+pyodbc://server/db"')
    assert settings.templates == Path("/own")
    assert settings.ledger.url == "mssql+pyodbc://server/db"


def test_the_environment_and_files_fill_any_text(write, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{CANARY}\n", encoding="utf-8")
    secret.chmod(0o600)
    lines = (
        'password = "${file:secret}"\nuser = "${OFFICE}-${OFFICE}"\nhost = "${HOST}"\nport = "${PORT}"\nto = ["${TO}"]'
    )
    mail = load(write(mail=lines), {"OFFICE": "hh", "HOST": "smtp.example.com", "PORT": "25", "TO": "a@b.example"}).mail
    assert mail.password.get_secret_value() == CANARY
    assert (mail.user, mail.host, mail.port, mail.to) == ("hh-hh", "smtp.example.com", 25, ["a@b.example"])


def test_two_dollars_stand_for_the_text_itself(loaded):
    assert loaded(mail='user = "$${NAME}"').mail.user == "${NAME}"


def test_what_the_environment_says_is_not_filled_again(write):
    assert load(write(mail='user = "${A}"'), {"A": "${B}"}).mail.user == "${B}"


def test_a_missing_variable_is_named_with_the_key_that_wants_it(write, problems):
    (sentence,) = problems(write(mail='port = "${SMTP_PORT}"'))
    assert "mail.port" in sentence
    assert "SMTP_PORT" in sentence


def test_a_secret_that_everybody_may_read_is_refused_with_the_command_that_closes_it(write, problems, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    secret.chmod(0o644)
    (sentence,) = problems(write(mail='password = "${file:secret}"'))
    assert "mail.password" in sentence
    assert f"chmod 600 {secret}" in sentence
    assert CANARY not in sentence


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff")])
def test_a_secret_that_is_no_readable_text_is_named_with_its_key(write, problems, tmp_path, make):
    secret = tmp_path / "secret"
    make(secret)
    if secret.is_file():
        secret.chmod(0o600)
    (sentence,) = problems(write(mail='password = "${file:secret}"'))
    assert "mail.password" in sentence
    assert str(secret) in sentence


def test_all_mistakes_are_named_at_once_and_each_once(write, problems):
    path = write(top='langage = "de"', mail='port = "x"\nat = "25:00"\nuser = "${GONE}"', target="fields = { a = [] }")
    sentences = problems(path)
    keys = ("langage", "mail.port", "mail.at", "mail.user", "erp.targets[0].fields.a")
    assert len(sentences) == len(keys)
    assert all(any(key in sentence for sentence in sentences) for key in keys)


@pytest.mark.parametrize(
    "mail",
    [
        f'password = ["{CANARY}"]',
        f'passwort = "{CANARY}"',
        f'password = "{CANARY}"\nport = "x"',
        'port = "${SECRET}"',
        'to = ["${SECRET}"]',
        f'[ledger]\nurl = ["{CANARY}"]',
        f'[guard]\noptouts_share = {{ password = "{CANARY}" }}',
    ],
)
def test_a_secret_is_in_no_message_and_no_traceback(write, mail):
    with pytest.raises(Misconfigured) as caught:
        load(write(mail=mail), {"SECRET": CANARY})
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert CANARY not in repr(caught.value.facts)


def test_a_secret_in_the_connection_string_is_in_no_message(write):
    path = write(erp=f'odbc = ["PWD={CANARY}"]')
    with pytest.raises(Misconfigured) as caught:
        load(path, {})
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert CANARY not in repr(load(write(mail=f'password = "{CANARY}"'), {}))


def test_a_broken_file_is_named_with_line_and_column(write):
    with pytest.raises(Misconfigured) as caught:
        load(write(top=r'templates = "C:\Users\x"'), {})
    assert caught.value.code == "config_syntax"
    assert (caught.value.facts["line"], caught.value.facts["column"].isdigit()) == (3, True)


def test_a_file_that_never_ends_is_named(write):
    with pytest.raises(Misconfigured) as caught:
        load(write(mail="to = ["), {})
    assert caught.value.code in ("config_syntax_end", "config_syntax")


@pytest.mark.parametrize(("content", "code"), [("ä".encode("cp1252"), "config_encoding"), (None, "config_not_found")])
def test_a_file_that_is_missing_or_no_text_is_said(tmp_path, content, code):
    path = tmp_path / "abgleich.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Misconfigured) as caught:
        load(path, {})
    assert caught.value.code == code


def test_a_folder_is_no_configuration(tmp_path):
    with pytest.raises(Misconfigured) as caught:
        load(tmp_path, {})
    assert caught.value.code == "config_unreadable"


def test_every_sentence_about_the_configuration_is_there_in_both_languages():
    words = Words.load("en", [shipped("templates")])
    told = {code: said for code, said in words.codes("misconfigured").items() if code.startswith("config_")}
    assert told
    assert all({"en", "de"} <= set(said) for said in told.values())
