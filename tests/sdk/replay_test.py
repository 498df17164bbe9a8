"""Signed requests that come again later: refused outside the clock window, in each protocol's words, and without effect."""
import datetime
import hashlib
import hmac
import http.client
import json
import ssl
import unittest
import urllib.parse

import house

MINUTE = datetime.timedelta(minutes=1)


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        iam = cls.server.client("shop", "iam")
        iam.create_user(UserName="signer")
        iam.attach_user_policy(UserName="signer", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        cls.key = iam.create_access_key(UserName="signer")["AccessKey"]
        cls.sqs, cls.iam, cls.s3 = cls.server.client("shop", "sqs"), iam, cls.server.client("shop", "s3")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.bucket = f"replay-{cls.account}"
        cls.s3.create_bucket(Bucket=cls.bucket)

    def signed(self, service, host, path, body, at, headers=(), method="POST"):
        """Signature Version 4 as its specification has it, by the time given."""
        stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
        digest = hashlib.sha256(body).hexdigest()
        sent = {"host": host, "x-amz-date": stamp, "x-amz-content-sha256": digest, **dict(headers)}
        names = ";".join(sorted(sent))
        canonical = "\n".join([method, path, "", *(f"{name}:{sent[name]}" for name in sorted(sent)), "", names, digest])
        scope = f"{day}/{house.REGION}/{service}/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + self.key["SecretAccessKey"]).encode()
        for part in (day, house.REGION, service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        sent["authorization"] = f"AWS4-HMAC-SHA256 Credential={self.key['AccessKeyId']}/{scope}, SignedHeaders={names}, Signature={signature}"
        return host, method, path, body, sent

    def send(self, request):
        host, method, path, body, headers = request
        proxy, port = self.server.endpoint.split(":")
        connection = http.client.HTTPSConnection(proxy, int(port), context=ssl.create_default_context(cafile=str(self.server.profiles / "ca.pem")))
        connection.set_tunnel(host, 443)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        status, text = answer.status, answer.read().decode()
        connection.close()
        return status, text

    def requests(self, at, name):
        """A change to make in each protocol."""
        json_body = json.dumps({"QueueName": name}).encode()
        query_body = urllib.parse.urlencode({"Action": "CreateUser", "Version": "2010-05-08", "UserName": name}).encode()
        return {"json": self.signed("sqs", f"sqs.{house.REGION}.amazonaws.com", "/", json_body, at, {"content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.CreateQueue"}),
                "query": self.signed("iam", "iam.amazonaws.com", "/", query_body, at, {"content-type": "application/x-www-form-urlencoded"}),
                "s3": self.signed("s3", f"{self.bucket}.s3.{house.REGION}.amazonaws.com", f"/{name}", b"x", at, method="PUT")}

    def made(self):
        return ({url.rsplit("/", 1)[1] for url in self.sqs.list_queues().get("QueueUrls", [])} | {u["UserName"] for u in self.iam.list_users()["Users"]}
                | {o["Key"] for o in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])})

    @staticmethod
    def now():
        return datetime.datetime.now(datetime.timezone.utc)

    def test_within_the_window(self):
        for shift, name in ((0 * MINUTE, "now"), (-14 * MINUTE, "before"), (14 * MINUTE, "ahead")):
            for protocol, request in self.requests(self.now() + shift, name).items():
                self.assertEqual(self.send(request)[0], 200, f"{protocol} {name}")

    def test_outside_the_window(self):
        before = self.made()
        for shift, said in ((-16 * MINUTE, "Signature expired"), (16 * MINUTE, "Signature not yet current"), (-datetime.timedelta(days=1), "Signature expired")):
            requests = self.requests(self.now() + shift, "late")
            for protocol, code in (("json", "InvalidSignatureException"), ("query", "SignatureDoesNotMatch"), ("s3", "RequestTimeTooSkewed")):
                status, text = self.send(requests[protocol])
                with self.subTest(f"{protocol} {shift}"):
                    self.assertIn(status, (400, 403))
                    self.assertIn(code, text)
                    self.assertIn("The difference between the request time and the current time is too large" if protocol == "s3" else said, text)
        self.assertEqual(self.made(), before)

    def test_the_same_request_for_something_else(self):
        """What a signature covers cannot be changed: body, path, headers, the time and whose it is."""
        before = self.made()
        for protocol, (host, method, path, body, headers) in self.requests(self.now(), "mine").items():
            stamp = headers["x-amz-date"]
            changed = {"body": (host, method, path, body.replace(b"mine", b"ours").replace(b"x", b"y"), headers), "path": (host, method, path + "more", body, headers),
                       "time": (host, method, path, body, {**headers, "x-amz-date": stamp[:-2] + ("1Z" if stamp[-2] == "0" else "0Z")}),
                       "signature": (host, method, path, body, {**headers, "authorization": headers["authorization"][:-1] + ("0" if headers["authorization"][-1] != "0" else "1")}),
                       "Region": (host, method, path, body, {**headers, "authorization": headers["authorization"].replace(house.REGION, "eu-west-1")}),
                       "unsigned": (host, method, path, body, {n: v for n, v in headers.items() if n != "authorization"})}
            if protocol == "json":
                changed["target"] = (host, method, path, body, {**headers, "x-amz-target": "AmazonSQS.DeleteQueue"})
            for what, request in changed.items():
                with self.subTest(f"{protocol} {what}"):
                    self.assertIn(self.send(request)[0], (400, 403))
        self.assertEqual(self.made(), before)


if __name__ == "__main__":
    unittest.main()
