"""The proxy that misbehaves: what it holds back has arrived once it has settled, whether or not its client waits."""

import pytest
import requests

from tests.faults.proxy import Misbehaving
from tests.outgoing.receiver import receiving


@pytest.mark.parametrize("mode", ["slow", "late"])
def test_what_was_given_up_has_arrived_once_the_proxy_has_settled(mode: str):
    with receiving() as store, Misbehaving(seed=1) as proxy:
        address = proxy.before(store.port)
        proxy.misbehave([mode], 1.0)
        with pytest.raises(requests.ConnectionError if mode == "late" else requests.ReadTimeout):
            requests.post(f"{address}/a", data=b"half", timeout=0.3)
        proxy.behave()
        assert store.requests == []

        proxy.settle(at_once=True)

        assert [each.path for each in store.requests] == ["/a"]
