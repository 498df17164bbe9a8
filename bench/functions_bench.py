#!/usr/bin/env python3
"""How long functions take: each new one's first invocation, with its sandbox, its interpreter and its role's session, and then warm ones.

    functions_bench.py SERVER FOLDER [--functions 40] [--warm 400]

Measured at the caller: from sending Invoke, signed ahead, until its answer is there. The server is the real one, on disk, with
recording, authorization and signatures on; a function is invoked once it is Active, as AWS's waiters have it.
"""
import argparse, configparser, io, json, os, pathlib, shutil, sys, tempfile, time, zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests" / "sdk")]
KINDS = {"Python": ("python3.11", "app.py", "def handler(event, context):\n    return None\n"),
         "Node": ("nodejs20.x", "app.js", "exports.handler = async () => null;\n")}
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
LOGS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}


def zipped(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, 0o100755 << 16
        z.writestr(info, text)
    return out.getvalue()


def request(address, key, secret, name):
    from run import sign
    headers = sign("lambda", "us-east-1", "POST", address, f"/2015-03-31/functions/{name}/invocations", {}, b"{}", key, secret)
    lines = "".join(f"{n}: {v}\r\n" for n, v in {**headers, "content-length": "2"}.items())
    return f"POST /2015-03-31/functions/{name}/invocations HTTP/1.1\r\n{lines}\r\n{{}}".encode()


def milliseconds(connection, asked):
    begin = time.perf_counter()
    connection.send(asked)
    status = connection.answer()
    if status != 200:
        raise SystemExit(f"an invocation answered {status}")
    return (time.perf_counter() - begin) * 1000


def told(values):
    ordered = sorted(values)
    return f"p50 {ordered[len(ordered) // 2]:.1f} ms, p99 {ordered[min(len(ordered) - 1, int(len(ordered) * .99))]:.1f} ms, worst {ordered[-1]:.1f} ms, of {len(ordered)}"


def measure(server, kind, functions, warm):
    from organization_bench import Connection
    listed = configparser.ConfigParser()
    listed.read(server.profiles / "credentials")
    keys = listed["shop-root"]["aws_access_key_id"], listed["shop-root"]["aws_secret_access_key"]
    runtime, file, text = KINDS[kind]
    lam, iam = server.client("shop-root", "lambda"), server.client("shop-root", "iam")
    role = iam.create_role(RoleName=f"bench-{kind}", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName=f"bench-{kind}", PolicyName="logs", PolicyDocument=json.dumps(LOGS))
    connection, cold = Connection(server.endpoint), []
    for i in range(functions + 1):
        name = f"empty-{kind}-{i}"
        lam.create_function(FunctionName=name, Runtime=runtime, Role=role, Handler="app.handler", Code={"ZipFile": zipped(file, f"{text}# {i}\n" if kind != "Node" else f"{text}// {i}\n")})
        while lam.get_function_configuration(FunctionName=name)["State"] == "Pending":
            time.sleep(0.005)
        cold.append(milliseconds(connection, request(server.endpoint, *keys, name)))
        time.sleep(0.25)                                     # its log is written by then
    again = request(server.endpoint, *keys, name)
    print(f"cold start of an empty {kind} function: {told(cold[1:])}; the server's first {cold[0]:.1f} ms")
    print(f"warm invocation of it: {told([milliseconds(connection, again) for _ in range(warm)])}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("folder")
    parser.add_argument("--functions", type=int, default=40)
    parser.add_argument("--warm", type=int, default=400)
    args = parser.parse_args()
    os.environ["ORGTRAIL"] = args.server
    import house
    if not house.sandboxes():
        return print("no function runs on this machine: it makes no sandboxes")
    with tempfile.TemporaryDirectory(dir=args.folder) as folder, house.Server(home=folder, clock=None) as server:
        for kind in KINDS:
            if kind != "Node" or shutil.which("node"):
                measure(server, kind, args.functions, args.warm)


if __name__ == "__main__":
    main()
