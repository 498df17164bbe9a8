#!/usr/bin/env python3
"""Measures orgtrail beside its peers and the machine's own limits, in one run, and writes bench/RESULTS.md.

Everything is on while measured: recording, authorization, signatures, durability. Needs wrk; nginx and moto_server are
measured where they are installed. Load comes from wrk with one request signed ahead, repeated: the signature of each is
verified by the server every time.
"""
import argparse, base64, configparser, datetime, hashlib, hmac, json, os, pathlib, re, shutil, signal, socket, ssl, subprocess, sys, tempfile, time, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONNECTIONS = (1, 8, 64)


def sign(service, region, method, host, path, headers, body, key, secret, subresource=''):
    now = datetime.datetime.utcnow().strftime('%Y%m%dT%H%M%SZ')
    digest = hashlib.sha256(body).hexdigest()
    headers = {**{k.lower(): v for k, v in headers.items()}, 'host': host, 'x-amz-date': now, 'x-amz-content-sha256': digest}
    names = sorted(headers)
    canonical = '\n'.join([method, path, f'{subresource}=' if subresource else '', *(f'{n}:{headers[n]}' for n in names), '', ';'.join(names), digest])
    scope = f'{now[:8]}/{region}/{service}/aws4_request'
    text = '\n'.join(['AWS4-HMAC-SHA256', now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    k = ('AWS4' + secret).encode()
    for part in (now[:8], region, service, 'aws4_request'):
        k = hmac.new(k, part.encode(), hashlib.sha256).digest()
    headers['authorization'] = (f'AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={";".join(names)}, '
                                f'Signature={hmac.new(k, text.encode(), hashlib.sha256).hexdigest()}')
    return headers


class Target:
    """A server and how to call it."""

    def __init__(self, address, key='testing', secret='testing'):
        self.address, self.key, self.secret = address, key, secret

    def request(self, service, method, path, headers, body, subresource=''):
        body = body.encode() if isinstance(body, str) else body
        headers = sign(service, 'us-east-1', method, self.address, path, headers, body, self.key, self.secret, subresource)
        return method, path + (f'?{subresource}' if subresource else ''), headers, body

    def json_call(self, service, target, body):
        return self.request(service, 'POST', '/', {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target}, json.dumps(body))

    def send(self, request):
        method, path, headers, body = request
        req = urllib.request.Request(f'http://{self.address}{path}', data=body, method=method, headers=headers)
        with urllib.request.urlopen(req, timeout=10) as answer:
            return answer.read()


def operations(target):
    key = json.loads(target.send(target.json_call('kms', 'TrentService.CreateKey', {})))['KeyMetadata']['KeyId']
    bucket = 'bench-' + os.urandom(4).hex()
    target.send(target.request('s3', 'PUT', f'/{bucket}', {}, b''))
    return {
        'STS GetCallerIdentity': target.request('sts', 'POST', '/', {'content-type': 'application/x-www-form-urlencoded'},
                                                'Action=GetCallerIdentity&Version=2011-06-15'),
        'KMS GenerateDataKey': target.json_call('kms', 'TrentService.GenerateDataKey', {'KeyId': key, 'KeySpec': 'AES_256'}),
        'S3 PutObject 1 KB': target.request('s3', 'PUT', f'/{bucket}/object', {}, b'x' * 1024),
        'CloudTrail DescribeTrails': target.json_call('cloudtrail', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails', {}),
    }


def stack_seconds(target):
    """From CreateStack to CREATE_COMPLETE: two hundred resources of two types that the peer really makes too."""
    kinds = ('AWS::SNS::Topic', 'AWS::SQS::Queue')
    template = json.dumps({'Resources': {f'R{i}': {'Type': kinds[i % 2]} for i in range(200)}})
    call = lambda action, **more: target.send(target.request('cloudformation', 'POST', '/', {'content-type': 'application/x-www-form-urlencoded'}, urllib.parse.urlencode(
        {'Action': action, 'Version': '2010-05-15', 'StackName': 'two-hundred', **more}))).decode()
    begun = time.monotonic()
    call('CreateStack', TemplateBody=template)
    while (status := re.search(r'<StackStatus>(\w+)<', call('DescribeStacks'))[1]) == 'CREATE_IN_PROGRESS':
        time.sleep(0.02)
    if status != 'CREATE_COMPLETE':
        raise SystemExit(f'the stack is {status}')
    return time.monotonic() - begun


def record_objects(target):
    """A trail that wants what is done to every object: data events leave a record where a trail selects them."""
    bucket = 'bench-trail-' + os.urandom(4).hex()
    allow = {'Effect': 'Allow', 'Principal': {'Service': 'cloudtrail.amazonaws.com'}, 'Action': 's3:*', 'Resource': [f'arn:aws:s3:::{bucket}', f'arn:aws:s3:::{bucket}/*']}
    target.send(target.request('s3', 'PUT', f'/{bucket}', {}, b''))
    target.send(target.request('s3', 'PUT', f'/{bucket}', {}, json.dumps({'Version': '2012-10-17', 'Statement': [allow]}), 'policy'))
    call = lambda operation, body: target.send(target.json_call('cloudtrail', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.' + operation, body))
    call('CreateTrail', {'Name': 'bench', 'S3BucketName': bucket})
    call('PutEventSelectors', {'TrailName': 'bench', 'EventSelectors': [
        {'ReadWriteType': 'All', 'IncludeManagementEvents': True, 'DataResources': [{'Type': 'AWS::S3::Object', 'Values': ['arn:aws:s3']}]}]})
    call('StartLogging', {'Name': 'bench'})


def lua(request, folder):
    method, path, headers, body = request
    quote = lambda s: '"' + ''.join(chr(b) if 32 <= b < 127 and b not in (34, 92) else f'\\{b:03d}' for b in s.encode('latin-1')) + '"'
    name = pathlib.Path(folder) / (hashlib.sha256(repr(request).encode()).hexdigest()[:16] + '.lua')
    lines = [f'wrk.method = {quote(method)}', f'wrk.path = {quote(path)}', f'wrk.body = {quote(body.decode("latin-1"))}']
    lines += [f'wrk.headers[{quote("Host" if k == "host" else k)}] = {quote(v)}' for k, v in headers.items()]
    name.write_text('\n'.join(lines) + '\n')
    return name


def cpu_seconds(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def load(url, connections, seconds, script=None, pids=()):
    before = sum(cpu_seconds(p) for p in pids)
    command = ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', '--timeout', '10s']
    out = subprocess.run(command + (['-s', str(script)] if script else []) + [url], capture_output=True, text=True, check=True).stdout
    used = sum(cpu_seconds(p) for p in pids) - before
    unit = {'us': 1e-3, 'ms': 1, 's': 1e3, 'm': 6e4}
    ms = lambda p: (lambda m: float(m[1]) * unit[m[2]])(re.search(rf'^\s+{p}%\s+([\d.]+)(us|ms|s|m)$', out, re.M))
    total = int(re.search(r'(\d+) requests in', out)[1])
    failed = re.search(r'Non-2xx or 3xx responses: (\d+)', out)
    if failed:
        raise SystemExit(f'{url}: {failed[1]} of {total} calls failed')
    return {'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', out)[1]), 'p50': ms(50), 'p99': ms(99), 'cpu_us': used / total * 1e6 if pids else None}


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_for(port, process, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        if process.poll() is not None:
            raise SystemExit(f'{process.args[0]} ended with {process.returncode}')
        try:
            socket.create_connection(('127.0.0.1', port), 0.2).close()
            return
        except OSError:
            time.sleep(0.002)
    raise SystemExit('no answer')


class Orgtrail:
    def __init__(self, binary, folder, tag):
        self.port, self.home = free_port(), pathlib.Path(folder) / tag
        self.home.mkdir()
        config = self.home / 'one-account.yaml'
        config.write_text('management_account:\n  name: bench\n  email: bench@example.com\n')
        begin = time.time()
        self.process = subprocess.Popen([binary, 'serve', '--config', str(config), '--data', str(self.home / 'data'), '--root-key', str(self.home / 'root.key'),
                                         '--profiles', str(self.home / 'aws'), '--listen', f'127.0.0.1:{self.port}'],
                                        stdout=subprocess.DEVNULL, stderr=open(self.home / 'log', 'w'))
        wait_for(self.port, self.process)
        urllib.request.urlopen(f'http://127.0.0.1:{self.port}/_orgtrail/health').read()
        self.first_start = time.time() - begin
        self.pids = (self.process.pid,)

    def target(self):
        parser, end = configparser.ConfigParser(), time.time() + 10
        while 'management' not in parser and time.time() < end:
            time.sleep(0.02)
            parser.read(self.home / 'aws' / 'credentials')
        return Target(f'127.0.0.1:{self.port}', parser['management']['aws_access_key_id'], parser['management']['aws_secret_access_key'])

    def memory_mib(self):
        return int(re.search(r'VmRSS:\s+(\d+)', pathlib.Path(f'/proc/{self.process.pid}/status').read_text())[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def restart_seconds(binary, home):
    """A server with data, from exec to its first answer."""
    port = free_port()
    begin = time.time()
    p = subprocess.Popen([binary, 'serve', '--config', str(home / 'one-account.yaml'), '--data', str(home / 'data'), '--root-key', str(home / 'root.key'),
                          '--profiles', str(home / 'aws'), '--listen', f'127.0.0.1:{port}'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(port, p)
    urllib.request.urlopen(f'http://127.0.0.1:{port}/_orgtrail/health').read()
    taken = time.time() - begin
    p.send_signal(signal.SIGTERM)
    p.wait(20)
    return taken


def nginx(folder):
    """CPU of a bare `return 200`, plain and TLS."""
    if not shutil.which('nginx'):
        return None
    plain, tls = free_port(), free_port()
    home = pathlib.Path(folder) / 'nginx'
    home.mkdir()
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem',
                    '-days', '1', '-subj', '/CN=localhost'], cwd=home, check=True, capture_output=True)
    (home / 'nginx.conf').write_text(f'''
daemon off; master_process off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;
events {{}}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  server {{ listen 127.0.0.1:{plain}; listen 127.0.0.1:{tls} ssl; ssl_certificate {home}/cert.pem; ssl_certificate_key {home}/key.pem; location / {{ return 200 "ok"; }} }} }}
''')
    p = subprocess.Popen(['nginx', '-c', str(home / 'nginx.conf'), '-p', str(home)], stderr=subprocess.DEVNULL)
    try:
        wait_for(plain, p)
        return {'plain': load(f'http://127.0.0.1:{plain}/', 8, 3, pids=(p.pid,)), 'tls': load(f'https://127.0.0.1:{tls}/', 8, 3, pids=(p.pid,))}
    finally:
        p.terminate()
        p.wait()


def moto(folder, seconds):
    if not shutil.which('moto_server'):
        return None, None
    port = free_port()
    p = subprocess.Popen(['moto_server', '-p', str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, p, 60)
        target = Target(f'127.0.0.1:{port}')
        return {name: load(f'http://{target.address}/', 8, seconds, lua(r, folder)) for name, r in operations(target).items()}, stack_seconds(target)
    finally:
        subprocess.run(['pkill', '-P', str(p.pid)])
        p.terminate()
        p.wait()


def table(head, rows):
    return '\n'.join(['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head)] + ['| ' + ' | '.join(str(c) for c in r) + ' |' for r in rows]) + '\n'


def run_tool(build, name, *args):
    path = build / 'bench' / name
    return subprocess.run([str(path), *args], capture_output=True, text=True).stdout.strip() if path.exists() else '(not built)'


def machine():
    cpu = re.search(r'model name\s*:\s*(.*)', pathlib.Path('/proc/cpuinfo').read_text())[1]
    memory = int(re.search(r'MemTotal:\s+(\d+)', pathlib.Path('/proc/meminfo').read_text())[1]) // 1024 // 1024
    return f'{os.cpu_count()} cores of {cpu}, {memory} GiB, Linux {os.uname().release.split("-")[0]}; the load generator runs on the same machine'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', default=str(ROOT / 'build'))
    parser.add_argument('--seconds', type=int, default=4)
    parser.add_argument('--history', type=int, default=5_000_000, metavar='EVENTS', help='of the event history that is measured; 0: none. 50 million need 20 GB')
    parser.add_argument('--organization', type=int, default=60, metavar='SECONDS', help='of load on five hundred accounts in ten Regions; 0: none')
    parser.add_argument('--output', default=str(ROOT / 'bench' / 'RESULTS.md'))
    args = parser.parse_args()
    build = pathlib.Path(args.build).resolve()
    binary = str(build / 'src' / 'orgtrail')
    with tempfile.TemporaryDirectory(dir=build) as folder:
        results = {}
        server = Orgtrail(binary, folder, 'real')
        target = server.target()
        idle = server.memory_mib()
        for name, request in operations(target).items():
            script = lua(request, folder)
            if name.startswith('S3'):
                record_objects(target)
            for scheme in ('http', 'https'):
                for c in CONNECTIONS:
                    results[name, scheme, c] = load(f'{scheme}://{target.address}/', c, args.seconds, script, server.pids)
                    print(name, scheme, c, results[name, scheme, c], flush=True)
        stacks = [stack_seconds(target)]
        server.stop()
        again = sorted(restart_seconds(binary, server.home) for _ in range(5))
        dropped = {}
        forgetful = str(build / 'bench' / 'dropping_server')
        if pathlib.Path(forgetful).exists():
            server = Orgtrail(forgetful, folder, 'dropping')
            target = server.target()
            script = lua(operations(target)['STS GetCallerIdentity'], folder)
            dropped = {c: load(f'http://{target.address}/', c, args.seconds, script, server.pids) for c in (8, 64)}
            server.stop()
        bare = nginx(folder)
        peers, of_peer = moto(folder, args.seconds)
        stacks.append(of_peer)
        journal = run_tool(build, 'journal_bench', folder)
        history = run_tool(build, 'history_bench', folder, str(args.history)) if args.history else '(not measured)'
        organization = subprocess.run([sys.executable, '-B', str(ROOT / 'bench' / 'organization_bench.py'), binary, folder, '--seconds', str(args.organization)],
                                      stdout=subprocess.PIPE, text=True).stdout.strip() if args.organization else '(not measured)'
        functions = subprocess.run([sys.executable, '-B', str(ROOT / 'bench' / 'functions_bench.py'), binary, folder], stdout=subprocess.PIPE, text=True).stdout.strip()
    write(args.output, results, dropped, bare, peers, stacks, idle, server.first_start, again, journal, run_tool(build, 'pipeline_bench'), run_tool(build, 'policy_bench'), history, organization, functions, run_tool(build, 'authority_bench'))


def write(path, results, dropped, bare, peers, stacks, idle, first_start, again, journal, pipeline, policy, history, organization, functions, authority):
    ratios = []
    if peers:
        for name, m in peers.items():
            ours = results[name, 'http', 8]
            ratios.append([f'{name}, calls/s at 8 connections', 'moto server', f"{ours['rate'] / m['rate']:.0f}×", '40×', f"p99 {ours['p99']:.2f} ms (bar 5 ms)"])
    for c, bar in ((8, 25), (64, 15)):
        if c in dropped:
            cost = 1 - results['STS GetCallerIdentity', 'http', c]['rate'] / dropped[c]['rate']
            ratios.append([f'what recording costs at {c} connections', 'the same server, dropping its entries', f'{cost:.0%}', f'{bar} %', 'calls/s lost'])
    if bare:
        for scheme, kind in (('http', 'plain'), ('https', 'tls')):
            for c in (8, 64):
                ours = results['STS GetCallerIdentity', scheme, c]['cpu_us']
                ratios.append([f'CPU of GetCallerIdentity, {kind}, {c} connections', 'nginx `return 200`', f"{ours / bare[kind]['cpu_us']:.1f}×", '3×', f"{ours:.1f} µs beside {bare[kind]['cpu_us']:.1f} µs"])
    ratios.append(['a stack of 200 topics and queues', 'moto server' if stacks[1] else '', f'{stacks[0]:.2f} s', '5 s', f'moto {stacks[1]:.2f} s' if stacks[1] else ''])
    if cold := re.search(r'cold start of an empty Python function: p50 ([\d.]+) ms, p99 ([\d.]+) ms', functions):
        ratios.append(['cold start of an empty Python function', '', f'{float(cold[1]):.0f} ms', '150 ms', f'p99 {float(cold[2]):.0f} ms'])
    ratios.append(['restart to first answer', '', f'{again[len(again) // 2] * 1000:.0f} ms', '100 ms', f'first start with bring-up {first_start * 1000:.0f} ms'])
    ratios.append(['idle memory', '', f'{idle:.0f} MiB', '40 MiB', ''])
    rows = [[name, scheme, c, f"{r['rate']:,.0f}", f"{r['p50']:.2f}", f"{r['p99']:.2f}", f"{r['cpu_us']:.1f}"] for (name, scheme, c), r in results.items()]
    text = f'''# Measured

{machine()}. Recording, authorization, signatures and durability are on. `make bench` makes this page again.

## Ratios

{table(['what', 'beside', 'ratio or figure', 'bar', 'note'], ratios)}
## Recorded calls

{table(['call', 'over', 'connections', 'calls/s', 'p50 ms', 'p99 ms', 'server CPU µs'], rows)}
'''
    if peers:
        text += '## moto server, 8 connections\n\n' + table(['call', 'calls/s', 'p99 ms'], [[n, f"{m['rate']:,.0f}", f"{m['p99']:.1f}"] for n, m in peers.items()]) + '\n'
    for title, out in (('The journal', journal), ('Event history', history), ('A large organization', organization), ('Functions', functions), ('The delivery pipeline', pipeline),
                       ('The policy engine', policy), ('Many accounts and policies', authority)):
        text += f'## {title}\n\n```\n{out}\n```\n\n'
    pathlib.Path(path).write_text(text)
    print(text)


if __name__ == '__main__':
    main()
