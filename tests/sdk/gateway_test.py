"""The door as strangers and attackers find it: what is cut short, too large, too slow or meant for another service."""
import ctypes
import http.client
import os
import re
import socket
import ssl
import stat
import subprocess
import tempfile
import unittest

import botocore.auth
import botocore.awsrequest
import botocore.exceptions

import history_test
import house

MIB = 1 << 20
HOST = b"Host: s3.us-east-1.amazonaws.com\r\n"


class Gateway(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.raw = history_test.Raw(cls.server, "shop-root")

    def connect(self):
        host, port = self.server.endpoint.split(":")
        connection = socket.create_connection((host, int(port)), timeout=20)
        self.addCleanup(connection.close)
        return connection

    def exchange(self, *sent, end=False):
        """All that comes back until the server closes."""
        connection = self.connect()
        for piece in sent:
            connection.sendall(piece)
        if end:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
        return received

    def head(self, service, body, headers):
        request = botocore.awsrequest.AWSRequest("POST", f"http://{self.server.endpoint}/", data=body, headers=headers)
        botocore.auth.SigV4Auth(self.raw.credentials, service, house.REGION).add_auth(request)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        return "\r\n".join(["POST / HTTP/1.1", f"Host: {self.server.endpoint}", *lines, f"Content-Length: {len(body)}"]).encode() + b"\r\n\r\n"


class CutShort(Gateway):
    def test_an_object_has_a_length(self):
        s3 = self.server.client("shop", "s3", config={"signature_version": "s3v4"})
        path = s3.generate_presigned_url("put_object", {"Bucket": "example-length", "Key": "k"}).split(".com", 1)[1].encode()
        received = self.exchange(b"PUT " + path + b" HTTP/1.1\r\nHost: example-length.s3.amazonaws.com\r\nConnection: close\r\n\r\n")
        self.assertTrue(received.startswith(b"HTTP/1.1 411 Length Required\r\n"), received)
        self.assertIn(b"<Code>MissingContentLength</Code>", received)

    def test_a_body_that_ends_too_soon_has_no_answer(self):
        s3 = self.server.client("shop", "s3", config={"signature_version": "s3v4"})
        s3.create_bucket(Bucket="example-cut-short")
        url = s3.generate_presigned_url("put_object", {"Bucket": "example-cut-short", "Key": "k"})
        path = url.split(".com", 1)[1].encode()
        begin = b"PUT " + path + b" HTTP/1.1\r\nHost: example-cut-short.s3.amazonaws.com\r\nContent-Length: 10\r\n\r\nhello"
        self.assertEqual(self.exchange(begin, end=True), b"")
        self.assertEqual(s3.list_objects_v2(Bucket="example-cut-short")["KeyCount"], 0)
        self.assertTrue(self.exchange(begin, b"world", end=True).startswith(b"HTTP/1.1 200 OK\r\n"))

    def test_what_is_refused_is_answered_once_and_in_its_protocol(self):
        for said, answer in (
                (b"POST / HTTP/1.1\r\nHost: sts.amazonaws.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n",
                 b"<Code>RequestEntityTooLargeException</Code>"),
                (b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Content-Length: 6442450944\r\n\r\n", b"<Code>EntityTooLarge</Code>"),
                (b"POST /bucket?delete HTTP/1.1\r\n" + HOST + b"Content-Length: 64424509\r\n\r\n", b"<Code>MaxMessageLengthExceeded</Code>"),
                (b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", b"The chunked body is malformed.")):
            received = self.exchange(said)
            self.assertEqual(received.count(b"HTTP/1.1 "), 1, received)
            self.assertIn(answer, received)

    def test_who_is_refused_while_still_sending_reads_why(self):
        for said in (b"PUT /no-such-bucket/key?X-Amz-Algorithm=x HTTP/1.1\r\n" + HOST + b"Content-Length: 4194304\r\n\r\n",
                     b"GET /" + b"a" * 4 * MIB + b" HTTP/1.1\r\n" + HOST + b"\r\n"):
            self.assertRegex(self.exchange(said, b"x" * 4 * MIB), rb"^HTTP/1.1 4\d\d .*\r\n")

    def test_a_page_asked_for_by_its_head_has_no_body(self):
        received = self.exchange(b"HEAD /_orgtrail/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertRegex(received, rb"(?s)^HTTP/1.1 200 OK\r\n.*\r\nContent-Length: 20\r\n.*\r\n\r\n$")


class Crowds(Gateway):
    def test_half_sent_documents_have_so_much_memory_together(self):
        body = b"{" + b" " * (7 * MIB)
        head = self.head("kms", body, {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.CreateKey"})
        held, refused = [], b""
        for _ in range(60):
            connection = self.connect()
            connection.sendall(head + body[:-1])
            connection.settimeout(0.02)
            try:
                refused = connection.recv(4096) or refused
            except TimeoutError:
                held.append(connection)
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            resident = int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) << 10
        self.assertLess(resident, 400 * MIB)
        self.assertRegex(refused, rb"^HTTP/1.1 503 Service Unavailable\r\n(?s:.*)\"__type\":\"ServiceUnavailable\"")
        self.assertGreater(len(held), 10)
        self.assertEqual(self.raw.json("kms", "TrentService.ListKeys", b"{}")[0], 200, "who asks for little is answered all the while")
        for connection in held:
            connection.close()

    def test_idle_connections_leave_files_to_be_opened(self):
        with tempfile.TemporaryDirectory() as folder, house.temporary_home() as home:
            limited = house.pathlib.Path(folder, "limited")
            limited.write_text(f'#!/bin/sh\nulimit -n 700 && exec "{house.SERVER}" "$@"\n')
            limited.chmod(0o700)
            self.addCleanup(setattr, house, "SERVER", house.SERVER)
            house.SERVER = str(limited)
            with house.Server(home=home, config=None) as server:
                s3 = server.client("management", "s3")
                s3.create_bucket(Bucket="example-crowd")
                host, port = server.endpoint.split(":")
                idle = [socket.create_connection((host, int(port)), timeout=20) for _ in range(700)]
                s3.put_object(Bucket="example-crowd", Key="k", Body=b"x" * 8 * MIB)
                for connection in idle:
                    connection.close()
                self.assertIsNone(server.process.poll())


class Protocols(Gateway):
    def test_a_tunnel_within_tls_is_refused_and_not_granted_and_dropped(self):
        secure = ssl.create_default_context(cafile=str(self.server.profiles / "ca.pem")).wrap_socket(self.connect(), server_hostname="localhost")
        self.addCleanup(secure.close)
        secure.sendall(b"CONNECT sts.amazonaws.com:443 HTTP/1.1\r\nHost: sts.amazonaws.com:443\r\n\r\n")
        self.assertTrue(secure.recv(4096).startswith(b"HTTP/1.1 403 Forbidden\r\n"))

    def test_a_form_may_name_its_action_in_the_target(self):
        target = f"http://{self.server.endpoint}/?Action=GetCallerIdentity&Version=2011-06-15"
        request = botocore.awsrequest.AWSRequest("POST", target, data=b"")
        botocore.auth.SigV4Auth(self.raw.credentials, "sts", house.REGION).add_auth(request)
        connection = http.client.HTTPConnection(self.server.endpoint, timeout=20)
        self.addCleanup(connection.close)
        connection.request("POST", target.split(self.server.endpoint)[1], b"", dict(request.headers.items()))
        answer = connection.getresponse()
        self.assertEqual((answer.status, b"<GetCallerIdentityResult>" in answer.read()), (200, True))

    def test_services_that_are_not_here_answer_in_their_protocol(self):
        account = self.server.client("shop", "sts").get_caller_identity()["Account"]
        for service, operation, arguments in (("route53", "list_hosted_zones", {}), ("cloudfront", "list_distributions", {}),
                                              ("s3control", "get_public_access_block", {"AccountId": account}), ("cloudwatch", "list_metrics", {}),
                                              ("ec2", "describe_regions", {}), ("eks", "list_clusters", {}), ("dynamodb", "list_tables", {})):
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                getattr(self.server.client("shop", service), operation)(**arguments)
            self.assertIn(caught.exception.response["Error"]["Code"], ("UnknownOperationException", "InvalidAction"), service)
            self.assertRegex(str(caught.exception), "The service .* is not part of this server")


class Damage(unittest.TestCase):
    def test_what_cannot_be_read_is_an_error_of_the_servers(self):
        with house.temporary_home() as home, house.Server(home=home, config=None) as server:
            server.client("management", "kms", "eu-west-1").create_key(Description="needle-in-the-journal")
            server.advance("1d")                                 # the day's end seals the segment
            server.control("flush")
            server.stop()
            segment = house.pathlib.Path(home, "data", "journal", "0000000001.seg")
            segment.write_bytes(segment.read_bytes().replace(b"needle-in-the-journal", b"needle-in-the-haystak"))
            server.start()
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                server.client("management", "cloudtrail", "eu-west-1").lookup_events()
            self.assertEqual(caught.exception.response["Error"]["Code"], "InternalFailure")
            self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 500)
            self.assertEqual(len(server.client("management", "kms", "eu-west-1").list_keys()["Keys"]), 1)


class CommandLine(unittest.TestCase):
    def run_it(self, *words, **options):
        return subprocess.run([house.SERVER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=20, **options)

    def test_help_of_any_command(self):
        for words in (["help"], ["--help"], ["serve", "--help"], ["clock", "-h"], ["exec", "--help"]):
            done = self.run_it(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            self.assertIn("orgtrail serve", done.stdout)

    def test_a_configuration_is_refused_where_it_is_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            file = house.pathlib.Path(folder, "zone.yaml")
            for text, refusal in (("region: us-east-1\nregion: us-west-2\n", 'line 2: "region" stands twice in the configuration'),
                                  ("local_names: [Example.com]", '"Example.com" is not a host name in lower case'),
                                  ("local_names: ['a,IP:1.2.3.4']", "is not a host name"),
                                  ("organization: {units: [{name: a}, {name: a}]}", 'two units of one parent have the name "a"'),
                                  ("organization: {accounts: [{name: shop, email: nobody}]}", 'account "shop": InvalidInputException: '),
                                  ("organization: {trusted_services: [nobody]}", 'trusted service "nobody": InvalidInputException: ')):
                file.write_text(text)
                done = self.run_it("serve", "--ephemeral", "--listen", "127.0.0.1:0", "--config", str(file))
                self.assertEqual((done.returncode, refusal in done.stderr), (1, True), done.stderr)
            self.assertIn(f"cannot read {folder}: Is a directory", self.run_it("serve", "--ephemeral", "--config", folder).stderr)
            self.assertIn("there is no configuration", self.run_it("serve", "--ephemeral", "--config", f"{folder}/none").stderr)

    @unittest.skipUnless(os.path.exists("/proc/net/if_inet6"), "this machine has no IPv6")
    def test_an_address_of_version_6_is_told_as_tools_take_it(self):
        with house.Server(config=None, options=["--listen", "[::1]:0"]) as server:
            self.assertTrue(server.endpoint.startswith("[::1]:"), server.endpoint)
            status, output, error = server.aws("management", "sts", "get-caller-identity")
            self.assertEqual((status, "Account" in output), (0, True), error)

    def test_words_too_many_are_not_passed_over(self):
        with house.Server(config=None) as server:
            before = server.control("clock")
            for words in (["clock", "advance", "1", "hour"], ["clock", "set", "2030-01-01", "10 o'clock"], ["reset", "all"], ["flush", "digests", "now"]):
                with self.assertRaises(RuntimeError, msg=words):
                    server.control(*words)
            self.assertEqual(server.control("clock")[:13], before[:13])

    def test_a_home_in_the_environment_is_one_for_a_server_in_memory_too(self):
        with house.temporary_home() as home, house.environment(ORGTRAIL_HOME=home):
            with house.Server(config=None) as server:
                self.assertEqual(server.profiles, house.pathlib.Path(home, "aws"))
                self.assertIn(f"endpoint {server.endpoint}", self.run_it("status").stdout)

    def test_exec_forgets_endpoints_of_single_services(self):
        endpoints = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "TF_AWS_IAM_ENDPOINT")
        with house.Server(config=None) as server, house.environment(**{name: "https://elsewhere.example" for name in endpoints}):
            done = self.run_it("exec", "--profiles", str(server.profiles), "--profile", "management", "--", "env")
        self.assertEqual((done.returncode, [line for line in done.stdout.splitlines() if "elsewhere" in line]), (0, []))

    def test_exec_leads_plain_requests_here_too(self):
        with house.Server(config=None) as server:
            status, output, error = server.aws("management", "--endpoint-url", "http://sts.us-east-1.amazonaws.com", "sts", "get-caller-identity")
            self.assertEqual((status, "Account" in output), (0, True), error)

    def test_a_root_key_that_cannot_be_read_is_not_made_anew(self):
        def as_anyone():                            # root reads everything; without these it is like others
            for capability in (1, 2):               # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
                ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)

        with house.temporary_home() as home:
            house.Server(home=home, config=None).start().stop()
            key = house.pathlib.Path(home, "root.key")
            kept = key.read_text()
            key.chmod(0)
            done = self.run_it("serve", "--listen", "127.0.0.1:0", "--home", home, preexec_fn=as_anyone)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"cannot read {key}: Permission denied", done.stderr)
            key.chmod(stat.S_IRUSR | stat.S_IWUSR)
            self.assertEqual(key.read_text(), kept)
            mark = house.pathlib.Path(home, "data", "root-key-fingerprint")
            mark.unlink()
            key.rename(key.with_suffix(".away"))
            self.assertIn("is missing", self.run_it("serve", "--listen", "127.0.0.1:0", "--home", home).stderr)
            self.assertFalse(key.exists())


if __name__ == "__main__":
    unittest.main()
