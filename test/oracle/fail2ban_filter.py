"""Opens fail2ban's own Filter with a filter of its own configuration, without its server. A test tool: fail2ban is run, not copied.

`root` is a folder that a fail2ban package was unpacked to (it holds `etc/fail2ban` and `usr/lib/python3/dist-packages`); without one the
installed fail2ban is taken.
"""
import os
import sys


def open_filter(root, name, options, usedns='warn'):
    """A Filter that reads every date and asks no name server. `options` are the filter's, e.g. {'mode': 'aggressive'}."""
    if root:
        sys.path.insert(0, os.path.join(root, 'usr/lib/python3/dist-packages'))
    from fail2ban.client.filterreader import FilterReader
    from fail2ban.server.filter import Filter
    from fail2ban.server.ipdns import DNSUtils

    DNSUtils.dnsToIp = staticmethod(lambda dns: set())
    reader = FilterReader(name, 'oracle', options, share_config={}, basedir=os.path.join(root or '/', 'etc/fail2ban'))
    if not reader.read():
        raise SystemExit(f'fail2ban has no filter {name}')
    reader.applyAutoOptions('auto')
    reader.getOptions(None)
    filter_ = Filter(None)
    filter_.checkFindTime = False
    filter_.setUseDns(usedns)
    for command in reader.convert():
        values = command[3] if command[0] == 'multi-set' else command[3:]
        for value in values:
            apply_option(filter_, command[2], value)
    return filter_


def apply_option(filter_, name, value):
    if name == 'prefregex':
        filter_.prefRegex = value
    elif name == 'addfailregex':
        filter_.addFailRegex(value)
    elif name == 'addignoreregex':
        filter_.addIgnoreRegex(value)
    elif name == 'maxlines':
        filter_.setMaxLines(int(value))
    elif name == 'datepattern':
        filter_.setDatePattern(value)


def set_now(now):
    """The present that year-less dates lie before; the zone of dates is that of the variable TZ."""
    from fail2ban.server.mytime import MyTime

    MyTime.setTime(now)


def read_lines(path):
    with open(path, encoding='utf-8', errors='replace', newline='\n') as log:
        return [line.rstrip('\n').removesuffix('\r') for line in log]
