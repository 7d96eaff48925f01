"""Bans by an exact window, by brute force: an oracle for fail2edge's counting, written from the specification alone.

Reads JSON lines {"time": T, "ip": "192.0.2.1", "jail": "sshd"} from standard input, in the order of the log. `jail` may be left out. A
line without `ip` failed nothing; it only moves the clock, which is the greatest time seen. Prints a JSON line for each ban and each
prolongation, {"event": "ban" | "prolong", "time", "jail", "ip", "until"}, and at last {"event": "summary", "banned": [...]}: whoever is
still banned when the clock stops.
"""
import argparse
import ipaddress
import json
import sys

NEVER = [ipaddress.ip_network(text) for text in (
    '0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3',
    '::/128', '::1/128', 'fe80::/10', 'fc00::/7', 'ff00::/8')]


def ban_key(text, prefix):
    """What is counted and banned for a captured text; None: it is no address, or one that is never banned."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if '%' in text or any(address.version == net.version and address in net for net in NEVER):
        return None
    if address.version == 4 or prefix == 128:
        return str(address)
    return str(ipaddress.ip_network((address, prefix), strict=False))


class Offender:
    """One (jail, id): its live failures, its last clear, its ban."""

    def __init__(self):
        self.failures = []
        self.cleared = float('-inf')
        self.end = None
        self.banned = False


def earliest_full(failures, maxretry, findtime):
    """The earliest failure time whose window `t - findtime < f <= t` holds `maxretry` failures."""
    for t in sorted(failures):
        if sum(1 for f in failures if t - findtime < f <= t) >= maxretry:
            return t
    return None


def is_over(offender, clock):
    return offender.end is not None and clock > offender.end


def arrive(offender, time, clock, limits):
    """Counts one failure; yields ('ban' | 'prolong', time, until)."""
    if time <= offender.cleared:
        return
    offender.failures.append(time)
    while (t := earliest_full(offender.failures, limits.maxretry, limits.findtime)) is not None:
        end = None if limits.bantime < 0 else t + limits.bantime
        if offender.banned and not is_over(offender, clock):
            moved = offender.end is not None and (end is None or end > offender.end)
            if moved:
                offender.end = end
                yield 'prolong', t, end
        elif end is None or end >= clock:
            offender.banned, offender.end = True, end
            yield 'ban', t, end
        offender.cleared = t
        offender.failures = [f for f in offender.failures if f > t]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--maxretry', type=int, default=5)
    parser.add_argument('--findtime', type=float, default=600)
    parser.add_argument('--bantime', type=float, default=600)
    parser.add_argument('--ipv6prefix', type=int, default=64)
    limits = parser.parse_args()
    offenders = {}
    clock = float('-inf')
    for line in sys.stdin:
        given = json.loads(line)
        time = given['time']
        clock = max(clock, time)
        ip = ban_key(given['ip'], limits.ipv6prefix) if 'ip' in given else None
        if ip is None:
            continue
        jail = given.get('jail', '')
        offender = offenders.setdefault((jail, ip), Offender())
        for event, at, until in arrive(offender, time, clock, limits):
            print(json.dumps({'event': event, 'time': at, 'jail': jail, 'ip': ip, 'until': until}))
    banned = sorted({ip for (_, ip), offender in offenders.items() if offender.banned and not is_over(offender, clock)})
    print(json.dumps({'event': 'summary', 'banned': banned}))


main()
