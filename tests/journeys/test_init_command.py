"""abgleich init --erp: a whole configuration for one ERP, a list of them, and plain words where nothing is known."""

from __future__ import annotations

import stat

import pytest

from tests.journeys.world import LayOut


@pytest.mark.parametrize(("language", "own"), [("en", "Contacts."), ("de", "Kontakte.")])
def test_init_writes_the_configuration_of_an_erp_for_its_owner_only(lay_out: LayOut, language: str, own: str) -> None:
    world = lay_out()
    world.toml.unlink()
    said = world.command("init", "--erp", "Odoo", "--language", language)
    assert (said.returncode, said.stderr) == (0, "")
    written = world.toml.read_text(encoding="utf-8")
    assert 'table = "mail_blacklist"' in written
    assert own in written
    assert f'language = "{language}"' in written
    assert stat.S_IMODE(world.toml.stat().st_mode) == 0o600
    assert world.command("init", "--erp", "odoo").returncode == 2
    assert world.toml.read_text(encoding="utf-8") == written


def test_a_starting_point_is_called_one_and_check_does_not_take_it_for_a_configuration(lay_out: LayOut) -> None:
    world = lay_out()
    world.toml.unlink()
    said = world.command("init", "--erp", "sap-b1")
    assert said.returncode == 0
    assert "starting point" in said.stdout
    checked = world.command("check", ERP_PASSWORD="x")
    assert checked.returncode == 2
    assert "erp.targets" in checked.stderr


def test_the_list_names_every_erp_with_how_surely_it_is_known_and_writes_nothing(lay_out: LayOut) -> None:
    world = lay_out()
    world.toml.unlink()
    said = world.command("init", "--erp", "list")
    assert (said.returncode, said.stderr) == (0, "")
    for part in ("odoo", "ready", "jtl-wawi", "starting point", "lexware", "ask the vendor"):
        assert part in said.stdout
    assert not world.toml.exists()


@pytest.mark.parametrize(
    ("name", "reason"), [("lexware", "Ask the vendor"), ("odo", "There is no ready configuration named odo")]
)
def test_nothing_is_written_for_an_erp_of_which_nothing_is_known(lay_out: LayOut, name: str, reason: str) -> None:
    world = lay_out()
    world.toml.unlink()
    said = world.command("init", "--erp", name)
    assert said.returncode == 2
    assert reason in said.stderr
    assert not world.toml.exists()
