#!/usr/bin/env python3
"""An organization trail at scale: many accounts in many Regions call at a steady rate; what is delivered, how late, at what cost.

    organization_bench.py SERVER FOLDER [--accounts 500] [--regions 10] [--rate 2000] [--seconds 60] [--digests 60]

The server is the real one, on disk, with recording, authorization, signatures and encryption on. The load is STS
GetCallerIdentity by the root user of each account in each Region in turn, signed ahead. Some accounts are left out of it:
their lanes are quiet but for probes, whose call is followed until its file is in the archive, and until LookupEvents knows it.
"""
import argparse, configparser, multiprocessing, os, pathlib, re, socket, sys, tempfile, threading, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests" / "sdk")]
QUIET = 20                                              # accounts that only probe
REGIONS = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1", "ap-south-1", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2",
           "ca-central-1", "sa-east-1", "eu-north-1", "eu-west-3", "ap-northeast-2"]


def configuration(accounts, regions, digests):
    names = [f"account-{i:04}" for i in range(accounts - 3)]
    lines = ["region: us-east-1", "delivery_interval: 1s", f"digest_interval: {digests}s", "regions: [" + ", ".join(regions) + "]",
             "management_account: { name: management, email: aws@example.com }", "organization:", "  units:", "    - name: Security", "      accounts:",
             "        - { name: audit, email: audit@example.com }", "        - { name: log-archive, email: log-archive@example.com }", "    - name: Workloads", "      accounts:"]
    return names, "\n".join(lines + [f"        - {{ name: {n}, email: {n}@example.com }}" for n in names]) + "\n"


def request(address, region, key, secret):
    from run import sign
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = sign("sts", region, "POST", address, "/", {"content-type": "application/x-www-form-urlencoded"}, body, key, secret)
    headers["content-length"] = str(len(body))
    return ("POST / HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n").encode() + body


class Connection:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def send(self, request):
        self.socket.sendall(request)

    def answer(self):
        data = self.left
        while b"\r\n\r\n" not in data:
            data += self.more()
        head, _, rest = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        while len(rest) < length:
            rest += self.more()
        self.left = rest[length:]
        return int(head[9:12])

    def more(self):
        part = self.socket.recv(65536)
        if not part:
            raise RuntimeError("the server closed a connection")
        return part


class Load(multiprocessing.get_context("fork").Process):
    """A steady rate, from a process of its own: every hundredth of a second its share, one request a connection."""

    def __init__(self, address, requests, rate):
        super().__init__(daemon=True)
        self.address, self.requests, self.share = address, requests, max(1, rate // 100)
        self.sent, self.refused, self.ending = (multiprocessing.Value("q", 0) for _ in range(3))

    def run(self):
        connections = [Connection(self.address) for _ in range(self.share)]
        sent, due = 0, time.monotonic()
        while not self.ending.value:
            now = time.monotonic()
            if now < due:
                time.sleep(due - now)
            for c in connections:
                c.send(self.requests[sent % len(self.requests)])
                sent += 1
            self.refused.value += sum(c.answer() != 200 for c in connections)
            self.sent.value = sent
            due += 0.01


LOCK = threading.Lock()


class Probe(threading.Thread):
    """A call of a quiet account, until its file is there, and until LookupEvents finds it."""

    def __init__(self, server, organization, names, regions, credentials, ending):
        super().__init__(daemon=True)
        self.server, self.organization, self.names, self.regions, self.credentials, self.ending = server, organization, names, regions, credentials, ending
        self.to_object, self.to_lookup = [], []

    def run(self):
        with LOCK:
            s3 = self.server.client("log-archive", "s3")
        turn = 0
        while not self.ending.is_set():
            name, region = self.names[turn % len(self.names)], self.regions[turn // len(self.names) % len(self.regions)]
            turn += 1
            prefix = f"AWSLogs/{self.organization.id}/{self.organization.accounts[name]}/CloudTrail/{region}/"
            count = lambda: sum(not o["Key"].endswith("/") for o in s3.list_objects_v2(Bucket=self.organization.BUCKET, Prefix=prefix).get("Contents", []))
            with LOCK:                                       # the environment is the process's
                trail = self.server.client(name + "-root", "cloudtrail", region)
            before = count()
            c = Connection(self.server.endpoint)
            begin = time.monotonic()
            c.send(request(self.server.endpoint, region, *self.credentials[name]))
            assert c.answer() == 200
            while not any(e["EventName"] == "GetCallerIdentity" for e in trail.lookup_events(MaxResults=5)["Events"]) and time.monotonic() < begin + 30:
                time.sleep(0.02)
            self.to_lookup.append(time.monotonic() - begin)
            while count() <= before and time.monotonic() < begin + 60:
                time.sleep(0.05)
            self.to_object.append(time.monotonic() - begin)
            self.ending.wait(0.2)


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


def status(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    ticks = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024, (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def objects(server, organization, folder):
    """How many files the archive holds, and how many lanes they are of."""
    s3, lanes, n = server.client("log-archive", "s3"), set(), 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=organization.BUCKET, Prefix=f"AWSLogs/{organization.id}/"):
        for o in page.get("Contents", []):
            parts = o["Key"].split("/")
            if len(parts) > 7 and parts[3] == folder:
                lanes.add((parts[2], parts[4]))
                n += 1
    return n, len(lanes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("folder")
    for name, value in (("accounts", 500), ("regions", 10), ("rate", 2000), ("seconds", 60), ("digests", 60)):
        parser.add_argument("--" + name, type=int, default=value)
    args = parser.parse_args()
    os.environ["ORGTRAIL"] = args.server
    import house
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        names, text = configuration(args.accounts, REGIONS[:args.regions], args.digests)
        config = pathlib.Path(folder, "zone.yaml")
        config.write_text(text)
        begin = time.monotonic()
        with house.Server(home=str(pathlib.Path(folder, "home")), config=config, clock=None) as server:
            print(f"{args.accounts} accounts brought up in {time.monotonic() - begin:.1f} s", flush=True)
            measure(args, server, house.Organization(server), names, REGIONS[:args.regions])


def set_up(organization):
    control, organization.server.control = organization.server.control, lambda *words: ""
    try:
        return organization.set_up_trail()
    finally:
        organization.server.control = control


def measure(args, server, organization, names, regions):
    listed = configparser.ConfigParser()
    listed.read(server.profiles / "credentials")
    credentials = {n: (listed[n + "-root"]["aws_access_key_id"], listed[n + "-root"]["aws_secret_access_key"]) for n in names}
    begin = time.monotonic()
    set_up(organization)
    print(f"organization trail set up in {time.monotonic() - begin:.1f} s", flush=True)
    for region in regions:                                   # a key pair is made once a month
        trail = server.client("management", "cloudtrail", region)
        while not trail.list_public_keys()["PublicKeyList"]:
            time.sleep(0.1)
    busy, quiet = names[:-QUIET], names[-QUIET:]
    requests = [request(server.endpoint, region, *credentials[n]) for region in regions for n in busy]
    requests = [requests[i * 7919 % len(requests)] for i in range(len(requests))]
    load, ending = Load(server.endpoint, requests, args.rate), threading.Event()
    probes = [Probe(server, organization, quiet[i::3], regions, credentials, ending) for i in range(3)]
    memory, cpu = status(server.process.pid)
    begin = time.monotonic()
    for t in (load, *probes):
        t.start()
    peak = memory
    while time.monotonic() < begin + args.seconds:
        time.sleep(1)
        peak = max(peak, status(server.process.pid)[0])
    load.ending.value = 1
    load.join()
    took = time.monotonic() - begin
    used = status(server.process.pid)[1] - cpu
    ending.set()
    for p in probes:
        p.join(90)
    to_object, to_lookup = [v for p in probes for v in p.to_object], [v for p in probes for v in p.to_lookup]
    files, lanes = objects(server, organization, "CloudTrail")
    digests, digest_lanes = objects(server, organization, "CloudTrail-Digest")
    print(f"{load.sent.value} calls in {took:.1f} s ({load.sent.value / took:.0f}/s; {load.refused.value} refused), over {len(requests)} of {args.accounts * args.regions} account Regions")
    print(f"call to object: p50 {share(to_object, .5):.2f} s, p99 {share(to_object, .99):.2f} s, of {len(to_object)} probes")
    print(f"call to LookupEvents: p50 {share(to_lookup, .5):.3f} s, p99 {share(to_lookup, .99):.3f} s")
    print(f"{files} log files of {lanes} lanes, {digests} digests of {digest_lanes} lanes (one each {args.digests} s)")
    print(f"memory: {memory:.0f} MiB before, {peak:.0f} MiB at most; CPU {used / took:.2f} cores, the load generator beside it on the same machine", flush=True)


if __name__ == "__main__":
    main()
