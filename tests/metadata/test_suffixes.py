"""The table of suffixes says what the package says whose list it reads."""

from tld import get_fld

from thresher.metadata import suffixes


def test_every_rule_of_the_list_is_read_as_its_package_reads_it():
    rules = {rule.lstrip("!").rstrip(".").replace("*", "any") for rule in suffixes._rules()}
    assert len(rules) > 8_000
    hosts = [f"{more}{rule}" for rule in rules for more in ("", "a.", "b.a.")]
    wrong = [host for host in hosts if suffixes.registrable(host) != get_fld(f"http://{host}/", fail_silently=True)]
    assert wrong == []


def test_a_host_below_no_suffix_has_no_registrable_domain():
    assert suffixes.registrable("harbour.invalid-suffix") is None
    assert suffixes.registrable("") is None
    assert suffixes.registrable("any.city.kawasaki.jp") == "city.kawasaki.jp"
