"""The network of lab 03 by Mininet's API: two hosts on a Linux bridge, no controller. It is gone with its namespaces."""

import os

from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
from mininet.topo import SingleSwitchTopo

network = Mininet(SingleSwitchTopo(2), switch=LinuxBridge, controller=None)
network.start()
os._exit(0)
