"""What an organization's trail must survive, as far as no other test shows it: docs/must-survive.md says which does which."""
import base64
import concurrent.futures
import json
import re
import unittest
import uuid

import botocore.exceptions

import house

ONLY_MANAGEMENT = "NotOrganizationMasterAccountException"
ALL = [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}]


class Attacks(unittest.TestCase):
    """On a trail that keeps delivering: each test leaves it as it was."""

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.organization = house.Organization(cls.server).set_up_trail()
        cls.accounts, cls.trail, cls.name = cls.organization.accounts, cls.organization.trail, cls.organization.TRAIL
        cls.bucket = cls.organization.BUCKET

    def client(self, profile, service, region=house.REGION, **options):
        return self.server.client(profile, service, region, **options)

    def archive(self, profile):
        self.server.advance("5m")
        return self.organization.records(profile)

    def history(self, profile, name, region=house.REGION):
        pages = self.client(profile, "cloudtrail", region).get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])
        return [json.loads(e["CloudTrailEvent"]) for p in pages for e in p["Events"]]

    def mark(self, profile, service="iam"):
        """A call that is found again by its request id."""
        answer = self.client(profile, service).list_users() if service == "iam" else self.client(profile, service).get_caller_identity()
        return answer["ResponseMetadata"]["RequestId"]

    # ---- 2, 3, 4: a member tries

    def test_02_to_04_every_change_by_a_member_is_refused_and_archived(self):
        other = dict(S3BucketName="payments-own-bucket")
        self.client("payments", "s3").create_bucket(Bucket="payments-own-bucket")
        tries = [("stop_logging", {}), ("delete_trail", {}), ("update_trail", {"IsMultiRegionTrail": False}), ("update_trail", other),
                 ("update_trail", {"EnableLogFileValidation": False}), ("update_trail", {"KmsKeyId": ""}), ("update_trail", {"IsOrganizationTrail": False})]
        answered = []
        for profile in ("payments", "payments-root"):
            ct = self.client(profile, "cloudtrail")
            for call, arguments in tries:
                self.assertEqual(house.error_code(getattr(ct, call), Name=self.trail, **arguments), ONLY_MANAGEMENT)
                self.assertEqual(house.error_code(getattr(ct, call), Name=self.name, **arguments), "TrailNotFoundException")
                answered += [(ONLY_MANAGEMENT, call), ("TrailNotFoundException", call)]
            blind = dict(TrailName=self.trail, EventSelectors=[{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": False, "DataResources": []}])
            self.assertEqual(house.error_code(ct.put_event_selectors, **blind), ONLY_MANAGEMENT)
            self.assertEqual(house.error_code(ct.put_insight_selectors, TrailName=self.trail, InsightSelectors=[]), ONLY_MANAGEMENT)
            answered += [(ONLY_MANAGEMENT, "put_event_selectors"), (ONLY_MANAGEMENT, "put_insight_selectors")]
        kept = [(r["errorCode"], re.sub(r"(?<!^)([A-Z])", r"_\1", r["eventName"]).lower()) for r in self.archive("payments")
                if r.get("errorCode") in (ONLY_MANAGEMENT, "TrailNotFoundException")]
        self.assertEqual(sorted(kept), sorted(answered))
        self.assertTrue(self.client("management", "cloudtrail").get_trail(Name=self.name)["Trail"]["IsMultiRegionTrail"])

    # ---- 6: the trail's own footing

    def test_06_the_service_linked_role_and_the_administrator(self):
        ct, iam = self.client("management", "cloudtrail"), self.client("management", "iam")
        ct.register_organization_delegated_admin(MemberAccountId=self.accounts["audit"])
        self.client("audit", "cloudtrail").get_trail_status(Name=self.trail)
        ct.deregister_organization_delegated_admin(DelegatedAdminAccountId=self.accounts["audit"])
        self.assertEqual(house.error_code(self.client("audit", "cloudtrail").stop_logging, Name=self.trail), ONLY_MANAGEMENT)
        refused = house.error_code(iam.delete_role, RoleName="AWSServiceRoleForCloudTrail")
        self.assertEqual(refused, "UnmodifiableEntity")
        kept = {r["eventName"] for r in self.archive("management")}
        self.assertLessEqual({"RegisterOrganizationDelegatedAdmin", "DeregisterOrganizationDelegatedAdmin", "DeleteRole"}, kept)
        self.assertIn("StopLogging", {r["eventName"] for r in self.archive("audit")})

    # ---- 7: guardrails first, then the trail

    def test_07_a_guardrail_detached_and_what_follows(self):
        organizations, account = self.client("management", "organizations"), self.accounts["shop"]
        deny = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}]})
        allow = deny.replace("iam:CreateUser", "iam:CreateGroup")
        policy = organizations.create_policy(Name="NoUsers", Description="x", Type="SERVICE_CONTROL_POLICY", Content=deny)["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=account)
        iam = self.client("shop", "iam")
        self.assertEqual(house.error_code(iam.create_user, UserName="one"), "AccessDenied")
        organizations.update_policy(PolicyId=policy, Content=allow)
        iam.create_user(UserName="one")
        organizations.update_policy(PolicyId=policy, Content=deny)
        self.assertEqual(house.error_code(iam.create_user, UserName="two"), "AccessDenied")
        organizations.detach_policy(PolicyId=policy, TargetId=account)
        iam.create_user(UserName="two")
        members = self.archive("shop")
        created = [(r.get("errorCode"), (r["requestParameters"] or {}).get("userName")) for r in members if r["eventName"] == "CreateUser"]
        self.assertEqual([c for c in created if c[0] is None], [(None, "one"), (None, "two")])
        self.assertEqual([c[0] for c in created].count("AccessDenied"), 2)
        steps = [r["eventName"] for r in self.organization.records("management") if (r.get("requestParameters") or {}).get("policyId") == policy]
        self.assertEqual(steps, ["AttachPolicy", "UpdatePolicy", "UpdatePolicy", "DetachPolicy"])

    # ---- 8: a short gap

    def test_08_stop_act_start_within_a_second(self):
        ct = self.client("management", "cloudtrail")
        ct.stop_logging(Name=self.name)
        inside = self.mark("shop")
        ct.start_logging(Name=self.name)
        after = self.mark("shop")
        kept = {r["requestID"] for r in self.archive("shop") if "requestID" in r}
        self.assertNotIn(inside, kept)
        self.assertIn(after, kept)
        gap = [r["eventName"] for r in self.organization.records("management") if r["eventName"] in ("StopLogging", "StartLogging") and "errorCode" not in r]
        self.assertEqual(gap[-2:], ["StopLogging", "StartLogging"])
        self.assertIn(inside, {r["requestID"] for r in self.history("shop", "ListUsers")})      # event history never stopped
        status = ct.get_trail_status(Name=self.name)
        self.assertGreaterEqual(status["StartLoggingTime"], status["StopLoggingTime"])

    # ---- 9: where nobody looks

    def test_09_strange_services_regions_and_actions_are_recorded(self):
        region = "ap-northeast-3"
        calls = [("ec2", "describe_instances", {}), ("dynamodb", "list_tables", {}), ("glue", "get_databases", {}), ("athena", "list_work_groups", {}),
                 ("rds", "describe_db_instances", {}), ("elasticache", "describe_cache_clusters", {}), ("secretsmanager", "get_secret_value", {"SecretId": "x"}),
                 ("kms", "generate_data_key_pair", {"KeyId": "x", "KeyPairSpec": "RSA_2048"})]
        asked = []
        for service, call, arguments in calls:
            client = self.client("shop", service, region)
            with self.assertRaises(botocore.exceptions.ClientError, msg=service) as refused:
                getattr(client, call)(**arguments)
            asked.append((service, refused.exception.response["ResponseMetadata"]["RequestId"]))
        kept = {r["requestID"]: r for r in self.archive("shop") if "requestID" in r}
        for service, request in asked:
            self.assertIn(request, kept, service)
            self.assertEqual(kept[request]["awsRegion"], region)
            self.assertTrue(kept[request]["eventSource"].startswith(service))
            self.assertIn("errorCode", kept[request])

    # ---- 10: while the selectors change

    def test_10_each_call_is_judged_by_one_configuration(self):
        ct, wanted, unwanted = self.client("management", "cloudtrail"), set(), set()
        writes, reads = ([{"ReadWriteType": kind, "IncludeManagementEvents": True, "DataResources": []}] for kind in ("WriteOnly", "ReadOnly"))
        self.addCleanup(ct.put_event_selectors, TrailName=self.name, EventSelectors=ALL)
        calls = lambda iam: [iam.list_users()["ResponseMetadata"]["RequestId"] for _ in range(60)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            meanwhile = [pool.submit(calls, iam) for iam in [self.client("shop", "iam"), self.client("shop", "iam")]]
            for _ in range(8):
                ct.put_event_selectors(TrailName=self.name, EventSelectors=writes)
                unwanted.add(self.mark("payments"))
                ct.put_event_selectors(TrailName=self.name, EventSelectors=reads)
                wanted.add(self.mark("payments"))
            concurrent_calls = {m for f in meanwhile for m in f.result()}
        ct.put_event_selectors(TrailName=self.name, EventSelectors=ALL)
        kept = [r.get("requestID") for r in self.archive("payments") if r["eventName"] == "ListUsers"]
        self.assertLessEqual(wanted, set(kept))
        self.assertFalse(unwanted & set(kept))
        others = [r["requestID"] for r in self.organization.records("shop") if r["eventName"] == "ListUsers" and r["requestID"] in concurrent_calls]
        self.assertEqual(len(others), len(set(others)))
        changes = [r for r in self.archive("management") if r["eventName"] == "PutEventSelectors" and "errorCode" not in r]
        self.assertGreaterEqual(len(changes), 17)

    # ---- 14, 15: what a caller says of himself

    def test_14_a_forged_identifier_or_time_has_no_way_in(self):
        forged = str(uuid.uuid4())
        audit = {"eventData": json.dumps({"version": "1.0", "UID": forged, "eventTime": "2001-01-01T00:00:00Z", "eventID": forged}), "id": forged}
        try:
            data = self.client("shop", "cloudtrail-data")
        except botocore.exceptions.UnknownServiceError:
            self.skipTest("this SDK is older than PutAuditEvents")
        channel = f"arn:aws:cloudtrail:{house.REGION}:{self.accounts['shop']}:channel/7c6b5a49-3827-4615-8f0e-d9c8b7a69584"
        for _ in range(2):
            self.assertIsNotNone(house.error_code(data.put_audit_events, auditEvents=[audit], channelArn=channel))
        iam = self.client("shop", "iam")
        def forge(request, **_):
            request.headers["x-amzn-RequestId"] = forged
            request.headers["X-Amzn-Trace-Id"] = forged
        iam.meta.events.register("before-sign", forge)
        iam.list_groups()
        records = self.archive("shop")
        self.assertFalse([r for r in records if forged in (r["eventID"], r.get("requestID")) or r["eventTime"] < "2002"])
        self.assertTrue([r for r in records if r["eventName"] == "ListGroups"])

    def test_15_spoofed_headers_name_nobody_else(self):
        iam = self.client("shop", "iam", config={"user_agent": "spoofed \"agent\" \\ \u00e9"})
        def spoof(request, **_):
            for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "Via"):
                request.headers[name] = "8.8.8.8"
        iam.meta.events.register("before-sign", spoof)
        request = iam.list_account_aliases()["ResponseMetadata"]["RequestId"]
        record = next(r for r in self.archive("shop") if r.get("requestID") == request)
        self.assertEqual(record["sourceIPAddress"], "127.0.0.1")
        self.assertTrue(record["userAgent"].startswith("spoofed \"agent\" \\ "))
        self.assertEqual(record["tlsDetails"]["clientProvidedHostHeader"], "iam.amazonaws.com")
        self.assertNotIn("8.8.8.8", json.dumps(record))

    # ---- 16: a flood

    def test_16_a_flood_evicts_nothing_and_stops_nobody(self):
        def flood(iam):
            return [iam.list_users(PathPrefix="/" + "x" * 400 + "/")["ResponseMetadata"]["RequestId"] for _ in range(100)]
        clients = [self.client("shop", "iam") for _ in range(6)]
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            under_way = [pool.submit(flood, iam) for iam in clients]
            calm = [self.mark("payments") for _ in range(10)]
            flooded = {m for f in under_way for m in f.result()}
        self.assertLessEqual(flooded, {r.get("requestID") for r in self.archive("shop")})
        self.assertLessEqual(set(calm), {r.get("requestID") for r in self.organization.records("payments")})
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            resident = int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1))
        self.assertLess(resident, 2 << 20, "kB of memory")

    # ---- 17: secrets

    def test_17_secrets_reach_no_record(self):
        iam, kms, sts = self.client("payments", "iam"), self.client("payments", "kms"), self.client("payments", "sts")
        iam.create_user(UserName="keeper")
        secrets = ["Pass-word-never-seen-17"]
        iam.create_login_profile(UserName="keeper", Password=secrets[0])
        secrets.append(iam.create_access_key(UserName="keeper")["AccessKey"]["SecretAccessKey"])
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        plain = b"plaintext that must not be seen"
        cipher = kms.encrypt(KeyId=key, Plaintext=plain)["CiphertextBlob"]
        kms.decrypt(CiphertextBlob=cipher)
        data_key = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
        secrets += [base64.b64encode(b).decode() for b in (plain, cipher, data_key["Plaintext"], data_key["CiphertextBlob"])] + [plain.decode()]
        role = f"arn:aws:iam::{self.accounts['payments']}:role/keeper"
        iam.create_role(RoleName="keeper", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.accounts["payments"]}, "Action": "sts:AssumeRole"}]}))
        secrets.append(sts.assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]["SecretAccessKey"])
        records = self.archive("payments")
        names = {r["eventName"] for r in records}
        self.assertLessEqual({"CreateLoginProfile", "CreateAccessKey", "Encrypt", "Decrypt", "GenerateDataKey", "AssumeRole"}, names)
        text = json.dumps(records) + json.dumps([self.history("payments", n) for n in ("CreateLoginProfile", "Encrypt", "AssumeRole")])
        for secret in secrets:
            self.assertNotIn(secret, text)


class Archive(unittest.TestCase):
    """What is done to the bucket and the key."""

    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.organization = house.Organization(self.server).set_up_trail()
        self.s3 = self.server.client("log-archive", "s3")
        self.bucket = self.organization.BUCKET

    def mark(self):
        return self.server.client("shop", "iam").list_users()["ResponseMetadata"]["RequestId"]

    def kept(self):
        return [r.get("requestID") for r in self.organization.records("shop")]

    def status(self):
        return self.server.client("shop", "cloudtrail").get_trail_status(Name=self.organization.trail)

    def makes_up(self, mark, error=None):
        """The record that was refused arrives, once, when the archive takes files again."""
        self.server.advance("10m")
        self.assertEqual(self.kept().count(mark), 1)
        self.assertNotIn("LatestDeliveryError", {k: v for k, v in self.status().items() if v})

    def test_22_a_policy_that_denies_delivery(self):
        policy = json.loads(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])
        denying = {**policy, "Statement": policy["Statement"] + [{"Effect": "Deny", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
                                                                  "Resource": f"arn:aws:s3:::{self.bucket}/*"}]}
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(denying))
        mark = self.mark()
        self.server.advance("10m")
        self.assertEqual(self.status()["LatestDeliveryError"], "AccessDenied")
        self.assertNotIn(mark, self.kept())
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(policy))
        self.makes_up(mark)
        self.assertTrue([r for r in self.organization.records("log-archive") if r["eventName"] == "PutBucketPolicy"])

    def test_22_a_one_day_rule_and_suspended_versions_are_told_of_and_noticed(self):
        mark = self.mark()
        self.server.advance("65m")
        self.assertIn(mark, self.kept())
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Suspended"})
        self.s3.put_bucket_lifecycle_configuration(Bucket=self.bucket, LifecycleConfiguration={"Rules": [
            {"ID": "gone", "Status": "Enabled", "Filter": {"Prefix": f"AWSLogs/{self.organization.id}/{self.organization.accounts['shop']}/CloudTrail/"}, "Expiration": {"Days": 1}}]})
        self.server.advance("3d")
        self.assertNotIn(mark, self.kept())
        report = self.organization.validate("shop")
        self.assertIn("INVALID: not found", report)
        changed = {r["eventName"] for r in self.organization.records("log-archive")}
        self.assertLessEqual({"PutBucketLifecycle", "PutBucketVersioning"}, changed)

    def removed(self):
        """The archive's bucket, once no file was delivered between its last deletion and its own."""
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket):
            for v in page.get("Versions", []) + page.get("DeleteMarkers", []):
                self.s3.delete_object(Bucket=self.bucket, Key=v["Key"], VersionId=v["VersionId"])
        return house.error_code(self.s3.delete_bucket, Bucket=self.bucket) is None

    def test_23_a_bucket_of_that_name_in_another_account(self):
        policy = self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"]
        self.assertTrue(house.wait_for(self.removed))
        mark = self.mark()
        self.server.advance("10m")
        self.assertEqual(self.status()["LatestDeliveryError"], "NoSuchBucket")
        stranger = self.server.client("payments", "s3")
        stranger.create_bucket(Bucket=self.bucket)
        self.server.advance("10m")
        self.assertEqual(self.status()["LatestDeliveryError"], "AccessDenied")
        self.assertEqual([o for o in stranger.list_objects_v2(Bucket=self.bucket).get("Contents", [])], [])
        stranger.delete_bucket(Bucket=self.bucket)
        self.s3.create_bucket(Bucket=self.bucket)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)
        self.makes_up(mark)
        self.assertTrue([r for r in self.organization.records("log-archive") if r["eventName"] == "DeleteBucket"])

    def test_24_the_key_is_taken_away(self):
        kms = self.server.client("audit", "kms")
        key = self.server.client("management", "cloudtrail").get_trail(Name=self.organization.TRAIL)["Trail"]["KmsKeyId"]
        policy = kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
        without = json.loads(policy)
        without["Statement"] = [s for s in without["Statement"] if "Service" not in s["Principal"]]
        takings = [("disable_key", {}, lambda: kms.enable_key(KeyId=key)),
                   ("schedule_key_deletion", {"PendingWindowInDays": 7}, lambda: (kms.cancel_key_deletion(KeyId=key), kms.enable_key(KeyId=key))),
                   ("put_key_policy", {"PolicyName": "default", "Policy": json.dumps(without)}, lambda: kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy))]
        for call, arguments, give_back in takings:
            with self.subTest(call):
                getattr(kms, call)(KeyId=key, **arguments)
                mark = self.mark()
                self.server.advance("10m")
                self.assertTrue(self.status()["LatestDeliveryError"])
                give_back()
                self.makes_up(mark)
        done = {r["eventName"] for r in self.organization.records("audit")}
        self.assertLessEqual({"DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy"}, done)


class Leaving(unittest.TestCase):
    def test_05_what_a_member_did_before_it_left_arrives(self):
        with house.Server() as server:
            organization = house.Organization(server).set_up_trail()
            account = organization.accounts["payments"]
            leave = house.error_code(server.client("payments", "organizations").leave_organization)
            self.assertEqual(leave, "AccessDeniedException")
            before = server.client("payments", "iam").list_users()["ResponseMetadata"]["RequestId"]
            server.client("management", "organizations").remove_account_from_organization(AccountId=account)
            after = server.client("payments", "iam").list_users()["ResponseMetadata"]["RequestId"]
            server.advance("10m")
            records = organization.records("payments")
            kept = [r.get("requestID") for r in records]
            self.assertEqual((kept.count(before), kept.count(after)), (1, 0))
            self.assertIn(("LeaveOrganization", "AccessDenied"), {(r["eventName"], r.get("errorCode")) for r in records})
            self.assertTrue([r for r in organization.records("management") if r["eventName"] == "RemoveAccountFromOrganization"])


if __name__ == "__main__":
    unittest.main()
