"""S3 as boto3, the AWS CLI and plain HTTP see it."""
import base64
import gzip
import hashlib
import json
import os
import pathlib
import tempfile
import unittest
import urllib.error
import urllib.request

import botocore
import botocore.exceptions

import house
from house import error_code

MIB = 1 << 20
MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
modern = unittest.skipUnless(MODERN, "this boto3 cannot ask for it")


class S3Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.s3 = cls.server.client("shop", "s3")
        cls.numbers = iter(range(10_000))

    def bucket(self, **settings):
        name = f"bucket-{next(self.numbers)}"
        self.s3.create_bucket(Bucket=name, **settings)
        return name

    def put(self, bucket, *keys, body=b"x"):
        for key in keys:
            self.s3.put_object(Bucket=bucket, Key=key, Body=body)


class Buckets(S3Test):
    @modern
    def test_names_regions_and_owners(self):
        for name in ("ab", "Upper", "a..b", "1.2.3.4", "-a-b", "xn--abc"):
            request = {"Bucket": name}
            client = self.server.client("shop", "s3", config={"s3": {"addressing_style": "path"}})
            with self.assertRaises((botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError)):
                client.create_bucket(**request)
        name = self.bucket()
        self.assertIsNone(error_code(self.s3.create_bucket, Bucket=name))
        self.assertEqual(error_code(self.server.client("payments", "s3").create_bucket, Bucket=name), "BucketAlreadyExists")
        west = self.server.client("shop", "s3", "eu-west-1")
        self.assertEqual(error_code(west.create_bucket, Bucket="far-away"), "IllegalLocationConstraintException")
        west.create_bucket(Bucket="far-away", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.assertEqual(error_code(west.create_bucket, Bucket="far-away", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}), "BucketAlreadyOwnedByYou")
        self.assertEqual(self.s3.get_bucket_location(Bucket="far-away")["LocationConstraint"], "eu-west-1")
        self.assertIsNone(self.s3.get_bucket_location(Bucket=name)["LocationConstraint"])
        self.assertEqual(self.s3.head_bucket(Bucket="far-away")["BucketRegion"], "eu-west-1")
        listed = {b["Name"]: b for b in self.s3.list_buckets(MaxBuckets=1000)["Buckets"]}
        self.assertEqual(listed["far-away"]["BucketRegion"], "eu-west-1")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.server.client("shop", "s3", config={"s3": {"addressing_style": "virtual"}}).head_bucket(Bucket="nobody-has-this")
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 404)

    def test_clients_are_sent_to_the_buckets_region(self):
        west = self.server.client("shop", "s3", "eu-west-1")
        west.create_bucket(Bucket="redirected", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.s3.put_object(Bucket="redirected", Key="k", Body=b"here")
        self.assertEqual(west.get_object(Bucket="redirected", Key="k")["Body"].read(), b"here")

    def test_refusals_tell_the_region_too(self):
        west = self.server.client("shop", "s3", "eu-west-1")
        west.create_bucket(Bucket="in-the-west", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        request = urllib.request.Request(f"http://{self.server.endpoint}/in-the-west", method="HEAD")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        self.assertEqual((refused.exception.code, refused.exception.headers["x-amz-bucket-region"]), (403, "eu-west-1"))

    def test_copies_across_regions(self):
        name, west = self.bucket(), self.server.client("shop", "s3", "eu-west-1")
        west.create_bucket(Bucket="western", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.put(name, "k", body=b"from the east")
        west.copy_object(Bucket="western", Key="k", CopySource=f"{name}/k")
        self.assertEqual(west.get_object(Bucket="western", Key="k")["Body"].read(), b"from the east")

    def test_only_empty_buckets_are_deleted(self):
        name = self.bucket()
        self.put(name, "k")
        self.assertEqual(error_code(self.s3.delete_bucket, Bucket=name), "BucketNotEmpty")
        self.s3.delete_object(Bucket=name, Key="k")
        self.s3.create_multipart_upload(Bucket=name, Key="unfinished")
        self.s3.delete_bucket(Bucket=name)
        self.assertEqual(error_code(self.s3.list_objects_v2, Bucket=name), "NoSuchBucket")

    @modern
    def test_list_buckets_in_pages(self):
        made = sorted(self.bucket() for _ in range(5))
        pages = self.s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2}, Prefix="bucket-")
        names = [b["Name"] for page in pages for b in page["Buckets"]]
        self.assertEqual(names, sorted(names))
        self.assertTrue(set(made) <= set(names))

    def test_a_new_bucket_has_what_terraform_reads(self):
        name = self.bucket()
        for get, code in ((self.s3.get_bucket_policy, "NoSuchBucketPolicy"), (self.s3.get_bucket_policy_status, "NoSuchBucketPolicy"),
                          (self.s3.get_bucket_tagging, "NoSuchTagSet"), (self.s3.get_bucket_lifecycle_configuration, "NoSuchLifecycleConfiguration"),
                          (self.s3.get_bucket_cors, "NoSuchCORSConfiguration"), (self.s3.get_bucket_website, "NoSuchWebsiteConfiguration"),
                          (self.s3.get_bucket_replication, "ReplicationConfigurationNotFoundError"),
                          (self.s3.get_object_lock_configuration, "ObjectLockConfigurationNotFoundError"),
                          (self.s3.get_bucket_analytics_configuration, "NotImplemented")):
            extra = {"Id": "x"} if code == "NotImplemented" else {}
            self.assertEqual(error_code(get, Bucket=name, **extra), code)
        rule = self.s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        self.assertEqual(self.s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"], [{"ObjectOwnership": "BucketOwnerEnforced"}])
        self.assertTrue(all(self.s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].values()))
        self.assertNotIn("Status", self.s3.get_bucket_versioning(Bucket=name))
        self.assertEqual(self.s3.get_bucket_request_payment(Bucket=name)["Payer"], "BucketOwner")
        self.assertNotIn("LoggingEnabled", self.s3.get_bucket_logging(Bucket=name))
        self.assertNotIn("Status", self.s3.get_bucket_accelerate_configuration(Bucket=name))
        self.assertNotIn("TopicConfigurations", self.s3.get_bucket_notification_configuration(Bucket=name))
        acl = self.s3.get_bucket_acl(Bucket=name)
        self.assertEqual([(g["Grantee"]["ID"], g["Grantee"]["Type"], g["Permission"]) for g in acl["Grants"]], [(acl["Owner"]["ID"], "CanonicalUser", "FULL_CONTROL")])

    def test_settings_are_kept_and_what_has_no_effect_is_refused(self):
        name, s3 = self.bucket(), self.s3
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
        self.assertEqual(s3.get_bucket_tagging(Bucket=name)["TagSet"], [{"Key": "a", "Value": "1"}])
        s3.delete_bucket_tagging(Bucket=name)
        self.assertEqual(error_code(s3.get_bucket_tagging, Bucket=name), "NoSuchTagSet")
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
        s3.put_bucket_acl(Bucket=name, ACL="private")
        s3.delete_bucket_ownership_controls(Bucket=name)
        self.assertEqual(error_code(s3.get_bucket_ownership_controls, Bucket=name), "OwnershipControlsNotFoundError")
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
        self.assertEqual(error_code(s3.put_bucket_acl, Bucket=name, ACL="private"), "AccessControlListNotSupported")
        s3.put_bucket_acl(Bucket=name, AccessControlPolicy={k: v for k, v in s3.get_bucket_acl(Bucket=name).items() if k in ("Owner", "Grants")})
        replica = {"Role": "arn:aws:iam::123456789012:role/r", "Rules": [{"Status": "Enabled", "Prefix": "", "Destination": {"Bucket": f"arn:aws:s3:::{name}"}}]}
        self.assertEqual(error_code(s3.put_bucket_replication, Bucket=name, ReplicationConfiguration=replica), "NotImplemented")
        mfa = {"Status": "Enabled", "MFADelete": "Enabled"}
        self.assertEqual(error_code(s3.put_bucket_versioning, Bucket=name, MFA="serial 123456", VersioningConfiguration=mfa), "NotImplemented")
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={})
        self.assertEqual(error_code(s3.put_bucket_logging, Bucket=name, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": name, "TargetPrefix": ""}}), "NotImplemented")
        s3.put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={"Payer": "BucketOwner"})
        self.assertEqual(error_code(s3.put_bucket_request_payment, Bucket=name, RequestPaymentConfiguration={"Payer": "Requester"}), "NotImplemented")


class Policies(S3Test):
    def statement(self, bucket, principal="*", action="s3:GetObject", effect="Allow", **more):
        return {"Effect": effect, "Principal": principal, "Action": action, "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"], **more}

    def set_policy(self, bucket, *statements):
        self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))

    def test_bad_policies_are_refused(self):
        name = self.bucket()
        for text in ("", "{", "[]", '{"Version":"2012-10-17"}', json.dumps({"Version": "2012-10-17", "Statement": [self.statement("another-bucket")]})):
            self.assertEqual(error_code(self.s3.put_bucket_policy, Bucket=name, Policy=text), "MalformedPolicy")
        big = json.dumps({"Version": "2012-10-17", "Statement": [self.statement(name, Sid="x" * 21_000)]})
        self.assertEqual(error_code(self.s3.put_bucket_policy, Bucket=name, Policy=big), "MalformedPolicy")

    def refusal(self, bucket, *statements):
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.set_policy(bucket, *statements)
        self.assertEqual(refused.exception.response["Error"]["Code"], "MalformedPolicy")
        return refused.exception.response["Error"]["Message"]

    def test_actions_and_the_resources_they_know(self):
        name, whom = self.bucket(), {"AWS": self.accounts["payments"]}
        arn = f"arn:aws:s3:::{name}"
        for action in ("s3:Bogus", "s3:Bo*", "ec2:RunInstances", "PutObject"):
            self.assertEqual(self.refusal(name, self.statement(name, whom, [action, "s3:GetObject"])), "Policy has invalid action")
        pointless = "Action does not apply to any resource(s) in statement"
        for action, resource in (("s3:GetObject", arn), ("s3:ListBucket", f"{arn}/*"), (["s3:GetObject", "s3:ListBucket"], f"{arn}/*"), ("s3:PutBucket*", f"{arn}/*"),
                                 ("s3:ListAllMyBuckets", [arn, f"{arn}/*"])):
            self.assertEqual(self.refusal(name, self.statement(name, whom, action, Resource=resource)), pointless)
        for action, resource in (("s3:getobject", f"{arn}/a"), ("S3:List*", f"{arn}/*"), ("*", arn), ("s3:*", f"{arn}/*"), ("s3:ListBucket", f"{arn}*"), ("s3:PutObject", f"{arn}*"),
                                 ("s3:GetObject", [arn, f"{arn}/*"]), ("s3:GetBucketAcl", arn), ("s3:?etObject", f"{arn}/${{aws:username}}/*")):
            self.set_policy(name, self.statement(name, whom, action, Resource=resource))
        self.set_policy(name, {"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": arn})

    def test_public_policies_are_blocked_until_allowed(self):
        name = self.bucket()
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.set_policy(name, self.statement(name))
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")
        self.assertIn("BlockPublicPolicy", refused.exception.response["Error"]["Message"])
        self.s3.delete_public_access_block(Bucket=name)
        self.assertEqual(error_code(self.s3.get_public_access_block, Bucket=name), "NoSuchPublicAccessBlockConfiguration")
        self.set_policy(name, self.statement(name))
        self.assertTrue(self.s3.get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"])
        self.put(name, "open")
        self.assertEqual(urllib.request.urlopen(f"http://{self.server.endpoint}/{name}/open").read(), b"x")
        self.s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
        with self.assertRaises(urllib.error.HTTPError) as closed:
            urllib.request.urlopen(f"http://{self.server.endpoint}/{name}/open")
        self.assertEqual(closed.exception.code, 403)
        self.s3.delete_bucket_policy(Bucket=name)
        self.assertEqual(error_code(self.s3.get_bucket_policy, Bucket=name), "NoSuchBucketPolicy")

    def test_another_account_needs_the_policy(self):
        name, other = self.bucket(), self.server.client("payments", "s3")
        self.put(name, "k")
        self.assertEqual(error_code(other.get_object, Bucket=name, Key="k"), "AccessDenied")
        self.set_policy(name, self.statement(name, {"AWS": self.accounts["payments"]}, ["s3:GetObject", "s3:GetBucketPolicy"]))
        self.assertEqual(other.get_object(Bucket=name, Key="k")["Body"].read(), b"x")
        self.assertEqual(error_code(other.get_object, Bucket=name, Key="absent"), "AccessDenied")
        self.assertEqual(error_code(other.get_bucket_policy, Bucket=name), "MethodNotAllowed")
        self.set_policy(name, self.statement(name, {"AWS": self.accounts["payments"]}, ["s3:GetObject", "s3:ListBucket"],
                                             Condition={"StringEqualsIfExists": {"s3:prefix": "a/"}}))
        self.assertEqual(error_code(other.get_object, Bucket=name, Key="absent"), "NoSuchKey")
        self.assertIsNone(error_code(other.list_objects_v2, Bucket=name, Prefix="a/"))
        self.assertEqual(error_code(other.list_objects_v2, Bucket=name, Prefix="b/"), "AccessDenied")
        self.assertEqual(error_code(self.s3.get_object, Bucket=name, Key="k", ExpectedBucketOwner=self.accounts["payments"]), "AccessDenied")

    def test_root_may_always_mend_the_policy(self):
        name = self.bucket()
        self.set_policy(name, self.statement(name, "*", "s3:*", "Deny"))
        self.assertEqual(error_code(self.s3.get_bucket_policy, Bucket=name), "AccessDenied")
        self.server.client("shop-root", "s3").delete_bucket_policy(Bucket=name)
        self.assertEqual(error_code(self.s3.get_bucket_policy, Bucket=name), "NoSuchBucketPolicy")

    @modern
    def test_deletions_may_have_to_name_what_they_delete(self):
        name = self.bucket()
        self.put(name, "one", "two")
        self.set_policy(name, {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{name}/*", "Condition": {"Null": {"s3:if-match": "true"}}})
        tag = self.s3.head_object(Bucket=name, Key="one")["ETag"]
        self.assertEqual(error_code(self.s3.delete_object, Bucket=name, Key="one"), "AccessDenied")
        self.assertEqual(error_code(self.s3.delete_object, Bucket=name, Key="one", IfMatch='"other"'), "PreconditionFailed")
        self.s3.delete_object(Bucket=name, Key="one", IfMatch=tag)
        answer = self.s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "two"}, {"Key": "two", "ETag": tag}]})
        self.assertEqual(([d["Key"] for d in answer["Deleted"]], [e["Code"] for e in answer["Errors"]]), (["two"], ["AccessDenied"]))

    def test_strangers_learn_nothing_of_why(self):
        name = self.bucket()
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://{self.server.endpoint}/{name}?versioning")
        self.assertIn(b"<Code>AccessDenied</Code><Message>Access Denied</Message>", refused.exception.read())
        with self.assertRaises(botocore.exceptions.ClientError) as told:
            self.server.client("payments", "s3").get_bucket_versioning(Bucket=name)
        self.assertIn("because no resource-based policy allows the s3:GetBucketVersioning action", told.exception.response["Error"]["Message"])

    def test_delete_objects_is_judged_key_by_key(self):
        name = self.bucket()
        self.put(name, "mine", "kept")
        self.set_policy(name, {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{name}/kept"})
        answer = self.s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "mine"}, {"Key": "kept"}, {"Key": "never-was"}]})
        self.assertEqual([d["Key"] for d in answer["Deleted"]], ["mine", "never-was"])
        self.assertEqual([(e["Key"], e["Code"]) for e in answer["Errors"]], [("kept", "AccessDenied")])


class Objects(S3Test):
    @modern
    def test_content_and_what_is_said_of_it(self):
        name, s3 = self.bucket(), self.s3
        body = b"0123456789"
        put = s3.put_object(Bucket=name, Key="k", Body=body, ContentType="text/plain", CacheControl="no-cache", ContentDisposition="inline", ContentEncoding="gzip",
                            ContentLanguage="de", Expires="Thu, 01 Jan 2032 00:00:00 GMT", Metadata={"colour": "blue"}, Tagging="a=1&b=2%203", StorageClass="STANDARD_IA")
        self.assertEqual(put["ETag"], f'"{hashlib.md5(body).hexdigest()}"')
        self.assertEqual(put["ServerSideEncryption"], "AES256")
        for answer in (s3.head_object(Bucket=name, Key="k"), s3.get_object(Bucket=name, Key="k")):
            said = {n: answer.get(n) for n in ("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "StorageClass", "ContentLength")}
            self.assertEqual(said, {"ContentType": "text/plain", "CacheControl": "no-cache", "ContentDisposition": "inline", "ContentEncoding": "gzip",
                                    "ContentLanguage": "de", "StorageClass": "STANDARD_IA", "ContentLength": 10})
            self.assertEqual((answer["Metadata"], answer["TagCount"]), ({"colour": "blue"}, 2))
            self.assertNotIn("VersionId", answer)
        override = s3.get_object(Bucket=name, Key="k", ResponseContentType="application/json", ResponseCacheControl="x")
        self.assertEqual((override["ContentType"], override["CacheControl"]), ("application/json", "x"))
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", Metadata={"a": "x" * 2048}), "MetadataTooLarge")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k" * 1025), "KeyTooLongError")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", StorageClass="GLACIER"), "NotImplemented")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", ACL="public-read"), "AccessDenied")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", SSECustomerKey="k" * 32, SSECustomerAlgorithm="AES256"), "NotImplemented")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="absent"), "NoSuchKey")
        self.assertEqual(error_code(s3.head_object, Bucket=name, Key="absent"), "404")

    def test_odd_keys(self):
        name, s3 = self.bucket(), self.s3
        keys = ["/", "//", "a/", "/a", "a//b", "a+b", "a b", "a%2Fb", "a%b", "é€𝄞", "a?b&c=d", "a#b", "..", "../x", "./a", "a\\b", "*", "<&>\"'", "a\tb", "\x01", "~", "a:b"]
        config = {"s3": {"addressing_style": "path"}}
        path = self.server.client("shop", "s3", config=config)
        for key in keys:
            path.put_object(Bucket=name, Key=key, Body=key.encode())
        for client in (path, s3):
            for key in keys:
                self.assertEqual(client.get_object(Bucket=name, Key=key)["Body"].read(), key.encode(), key)
        self.assertEqual([o["Key"] for o in s3.list_objects_v2(Bucket=name)["Contents"]], sorted(keys, key=str.encode))
        self.assertEqual([o["Key"] for o in s3.list_objects(Bucket=name)["Contents"]], sorted(keys, key=str.encode))
        for key in keys:
            s3.copy_object(Bucket=name, Key="copy", CopySource={"Bucket": name, "Key": key})
            self.assertEqual(s3.get_object(Bucket=name, Key="copy")["Body"].read(), key.encode(), key)
        answer = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": k} for k in keys if k != "\x01"]})
        self.assertNotIn("Errors", answer)

    def test_keys_that_look_like_pages_of_the_server(self):
        name, s3 = self.bucket(), self.s3
        for key in ("_orgtrail/health", "_orgtrail/metrics", "_orgtrail/other"):
            s3.put_object(Bucket=name, Key=key, Body=key.encode())
            self.assertEqual(s3.get_object(Bucket=name, Key=key)["Body"].read(), key.encode())

    def test_sizes_around_chunks(self):
        name, s3 = self.bucket(), self.s3
        for size in (0, 1, 16 << 10, (16 << 10) + 1, (64 << 10) - 1, 64 << 10, (64 << 10) + 1, 3 * MIB + 7):
            body = bytes(i * 31 & 255 for i in range(251)) * (size // 251 + 1)
            body = body[:size]
            s3.put_object(Bucket=name, Key="k", Body=body)
            self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), body)
            if size:
                middle = s3.get_object(Bucket=name, Key="k", Range=f"bytes={size // 2}-")
                self.assertEqual(middle["Body"].read(), body[size // 2:])

    def test_ranges(self):
        name, s3 = self.bucket(), self.s3
        s3.put_object(Bucket=name, Key="k", Body=b"0123456789")
        for header, status, body, content_range in (("bytes=2-4", 206, b"234", "bytes 2-4/10"), ("bytes=7-", 206, b"789", "bytes 7-9/10"), ("bytes=-3", 206, b"789", "bytes 7-9/10"),
                                                    ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"), ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
                                                    ("bytes=1-2,4-5", 200, b"0123456789", None), ("lines=1-2", 200, b"0123456789", None), ("bytes=4-2", 200, b"0123456789", None)):
            answer = s3.get_object(Bucket=name, Key="k", Range=header)
            self.assertEqual((answer["ResponseMetadata"]["HTTPStatusCode"], answer["Body"].read(), answer.get("ContentRange")), (status, body, content_range), header)
        for header in ("bytes=10-", "bytes=-0"):
            self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", Range=header), "InvalidRange")

    @modern
    def test_conditions(self):
        name, s3 = self.bucket(), self.s3
        etag = s3.put_object(Bucket=name, Key="k", Body=b"x", IfNoneMatch="*")["ETag"]
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", Body=b"y", IfNoneMatch="*"), "PreconditionFailed")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", Body=b"y", IfMatch='"other"'), "PreconditionFailed")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="absent", Body=b"y", IfMatch=etag), "NoSuchKey")
        s3.put_object(Bucket=name, Key="k", Body=b"x", IfMatch=etag)
        when = s3.head_object(Bucket=name, Key="k")["LastModified"]
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", IfMatch='"other"'), "PreconditionFailed")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", IfNoneMatch=etag), "304")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", IfModifiedSince=when), "304")
        self.assertEqual(error_code(s3.head_object, Bucket=name, Key="k", IfNoneMatch=etag), "304")
        self.assertIsNone(error_code(s3.get_object, Bucket=name, Key="k", IfMatch=etag))

    @modern
    def test_checksums(self):
        name, s3 = self.bucket(), self.s3
        for algorithm in ("CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"):
            try:
                put = s3.put_object(Bucket=name, Key=algorithm, Body=b"123456789", ChecksumAlgorithm=algorithm)
            except botocore.exceptions.MissingDependencyException:
                continue
            self.assertEqual(put["ChecksumType"], "FULL_OBJECT")
            got = s3.get_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED")
            self.assertEqual(got["Checksum" + algorithm], put["Checksum" + algorithm])
            self.assertEqual(got["Body"].read(), b"123456789")
            attributes = s3.get_object_attributes(Bucket=name, Key=algorithm, ObjectAttributes=["Checksum", "ObjectSize", "ETag", "StorageClass"])
            self.assertEqual((attributes["Checksum"]["Checksum" + algorithm], attributes["ObjectSize"], attributes["StorageClass"]), (put["Checksum" + algorithm], 9, "STANDARD"))
        digest = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", Body=b"x", ChecksumSHA256=digest), "BadDigest")
        self.assertEqual(error_code(s3.head_object, Bucket=name, Key="k"), "404")

    def test_copies_keep_or_replace(self):
        name, s3 = self.bucket(), self.s3
        s3.put_object(Bucket=name, Key="a", Body=b"x" * 100_000, Metadata={"m": "1"}, ContentType="text/plain", Tagging="t=1")
        s3.copy_object(Bucket=name, Key="b", CopySource=f"{name}/a")
        s3.copy_object(Bucket=name, Key="c", CopySource=f"{name}/a", Metadata={"m": "2"}, MetadataDirective="REPLACE", Tagging="t=2", TaggingDirective="REPLACE")
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="a", CopySource=f"{name}/a"), "InvalidRequest")
        s3.copy_object(Bucket=name, Key="a", CopySource=f"{name}/a", Metadata={"m": "3"}, MetadataDirective="REPLACE")
        metadata = {k: s3.get_object(Bucket=name, Key=k)["Metadata"]["m"] for k in "abc"}
        self.assertEqual(metadata, {"a": "3", "b": "1", "c": "2"})
        self.assertEqual({k: s3.get_object_tagging(Bucket=name, Key=k)["TagSet"][0]["Value"] for k in "abc"}, {"a": "1", "b": "1", "c": "2"})
        s3.delete_object(Bucket=name, Key="a")
        s3.delete_object(Bucket=name, Key="c")
        self.assertEqual(s3.get_object(Bucket=name, Key="b")["Body"].read(), b"x" * 100_000)
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="d", CopySource=f"{name}/a"), "NoSuchKey")
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="d", CopySource=f"{name}/b", CopySourceIfMatch='"no"'), "PreconditionFailed")

    def test_tags_of_an_object(self):
        name, s3 = self.bucket(), self.s3
        self.put(name, "k")
        self.assertEqual(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], [])
        s3.put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
        self.assertEqual(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], [{"Key": "a", "Value": "1"}])
        many = {"TagSet": [{"Key": str(i), "Value": ""} for i in range(11)]}
        self.assertEqual(error_code(s3.put_object_tagging, Bucket=name, Key="k", Tagging=many), "BadRequest")
        s3.delete_object_tagging(Bucket=name, Key="k")
        self.assertEqual(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], [])

    def test_tags_are_of_letters_digits_and_few_signs(self):
        name, s3 = self.bucket(), self.s3
        self.put(name, "k")
        put = lambda key, value: error_code(s3.put_object_tagging, Bucket=name, Key="k", Tagging={"TagSet": [{"Key": key, "Value": value}]})
        for key, value in (("k" * 129, "v"), ("k", "v" * 257), ("k!", "v"), ("k", "v*"), ("\U0001F600" * 65, "v"), ("aws:k", "v")):
            self.assertEqual(put(key, value), "InvalidTag")
            self.assertEqual(error_code(s3.put_bucket_tagging, Bucket=name, Tagging={"TagSet": [{"Key": key, "Value": value}]}), "InvalidTag")
        for key, value in (("ü" * 128, "é" * 256), ("\U0001F600" * 64, ""), ("a+b-c=d._:/@ e", "v")):
            self.assertIsNone(put(key, value))
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", Tagging="a%24=1"), "InvalidTag")

    def test_what_is_no_such_place_part_or_version(self):
        name, s3 = self.bucket(), self.s3
        self.put(name, "k")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", WebsiteRedirectLocation="elsewhere"), "InvalidRedirectLocation")
        s3.put_object(Bucket=name, Key="moved", WebsiteRedirectLocation="/elsewhere")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", PartNumber=0), "InvalidArgument")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            s3.get_object(Bucket=name, Key="k", PartNumber=2)
        error = refused.exception.response["Error"]
        self.assertEqual((error["Code"], error["PartNumberRequested"], error["ActualPartCount"]), ("InvalidPartNumber", "2", "1"))

    def test_presigned(self):
        name = self.bucket()
        self.put(name, "a b+c", body=b"signed")
        client = self.server.client("shop", "s3", endpoint_url=f"http://{self.server.endpoint}",
                                    config={"s3": {"addressing_style": "path"}, "signature_version": "s3v4"})
        url = client.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "a b+c"}, ExpiresIn=60)
        self.assertEqual(urllib.request.urlopen(url).read(), b"signed")
        url = client.generate_presigned_url("put_object", Params={"Bucket": name, "Key": "by-url"}, ExpiresIn=60)
        urllib.request.urlopen(urllib.request.Request(url, data=b"put", method="PUT"))
        self.assertEqual(self.s3.get_object(Bucket=name, Key="by-url")["Body"].read(), b"put")


class Versions(S3Test):
    def versioned(self, status="Enabled"):
        name = self.bucket()
        self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})
        return name

    def test_versions_and_delete_markers(self):
        name, s3 = self.versioned(), self.s3
        first = s3.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
        second = s3.put_object(Bucket=name, Key="k", Body=b"2")["VersionId"]
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"2")
        self.assertEqual(s3.get_object(Bucket=name, Key="k", VersionId=first)["Body"].read(), b"1")
        marker = s3.delete_object(Bucket=name, Key="k")
        self.assertTrue(marker["DeleteMarker"])
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k"), "NoSuchKey")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            s3.head_object(Bucket=name, Key="k")
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"], "true")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", VersionId=marker["VersionId"]), "MethodNotAllowed")
        listed = s3.list_object_versions(Bucket=name)
        self.assertEqual([(v["VersionId"], v["IsLatest"]) for v in listed["Versions"]], [(second, False), (first, False)])
        self.assertEqual([(v["VersionId"], v["IsLatest"]) for v in listed["DeleteMarkers"]], [(marker["VersionId"], True)])
        self.assertNotIn("Contents", s3.list_objects_v2(Bucket=name))
        gone = s3.delete_object(Bucket=name, Key="k", VersionId=marker["VersionId"])
        self.assertTrue(gone["DeleteMarker"])
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["VersionId"], second)
        s3.delete_object(Bucket=name, Key="k", VersionId=second)
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"1")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", VersionId=second), "NoSuchVersion")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k", VersionId="nonsense"), "InvalidArgument")
        self.assertEqual(error_code(s3.delete_bucket, Bucket=name), "BucketNotEmpty")

    def test_null_versions(self):
        name, s3 = self.bucket(), self.s3
        s3.put_object(Bucket=name, Key="k", Body=b"before")
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_object(Bucket=name, Key="k", Body=b"versioned")
        self.assertEqual(s3.get_object(Bucket=name, Key="k", VersionId="null")["Body"].read(), b"before")
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
        s3.put_object(Bucket=name, Key="k", Body=b"suspended")
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"suspended")
        self.assertEqual(s3.get_object(Bucket=name, Key="k", VersionId="null")["Body"].read(), b"suspended")
        self.assertEqual([v["VersionId"] == "null" for v in s3.list_object_versions(Bucket=name)["Versions"]], [True, False])
        self.assertEqual(s3.delete_object(Bucket=name, Key="k")["VersionId"], "null")
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k"), "NoSuchKey")
        s3.delete_object(Bucket=name, Key="k", VersionId="null")
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"versioned")

    def test_every_size_replaces_every_other(self):
        """Small bodies stand in their version's row, larger ones in a row of their own, the largest in files."""
        sizes = (100, 3_000, 4_500, 16_000, 20_000, 4_500, 100, 20_000, 3_000, 16_000, 100)
        name, s3 = self.bucket(ObjectLockEnabledForBucket=True), self.s3
        plain = self.bucket()
        suspended = self.bucket()
        s3.put_bucket_versioning(Bucket=suspended, VersioningConfiguration={"Status": "Suspended"})
        kept = {}
        for i, size in enumerate(sizes):
            body = bytes([i]) * size
            for bucket in (plain, suspended, name):
                put = s3.put_object(Bucket=bucket, Key="k", Body=body, Tagging=f"turn={i}")
                self.assertEqual(s3.get_object(Bucket=bucket, Key="k")["Body"].read(), body)
                self.assertEqual(s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"], [{"Key": "turn", "Value": str(i)}])
                self.assertEqual([o["Size"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]], [size])
            kept[put["VersionId"]] = body
            s3.put_object_legal_hold(Bucket=name, Key="k", LegalHold={"Status": "ON"})
            s3.put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": [{"Key": "seen", "Value": str(i)}]})
        self.assertEqual(len(s3.list_object_versions(Bucket=suspended)["Versions"]), 1)
        for i, (version, body) in enumerate(kept.items()):
            at = {"Bucket": name, "Key": "k", "VersionId": version}
            self.assertEqual(s3.get_object(**at)["Body"].read(), body)
            self.assertEqual(s3.get_object_tagging(**at)["TagSet"], [{"Key": "seen", "Value": str(i)}])
            self.assertEqual(error_code(s3.delete_object, **at), "AccessDenied")
            s3.put_object_legal_hold(LegalHold={"Status": "OFF"}, **at)
            s3.delete_object(**at)
            self.assertEqual(error_code(s3.get_object, **at), "NoSuchVersion")
        for bucket in (plain, suspended):
            s3.delete_object(Bucket=bucket, Key="k")
            self.assertEqual(error_code(s3.get_object, Bucket=bucket, Key="k"), "NoSuchKey")

    def test_listing_versions_in_pages(self):
        name, s3 = self.versioned(), self.s3
        for i in range(3):
            for key in ("a", "b/1", "b/2", "c"):
                s3.put_object(Bucket=name, Key=key, Body=bytes([i]))
        s3.delete_object(Bucket=name, Key="c")
        whole = s3.list_object_versions(Bucket=name)
        everything = [(v["Key"], v["VersionId"], v["IsLatest"]) for v in whole["Versions"] + whole["DeleteMarkers"]]
        for size in (1, 2, 5, 12):
            paged = []
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=name, PaginationConfig={"PageSize": size}):
                paged += [(v["Key"], v["VersionId"], v["IsLatest"]) for v in page.get("Versions", []) + page.get("DeleteMarkers", [])]
            self.assertEqual(sorted(paged), sorted(everything), size)
        rolled = s3.list_object_versions(Bucket=name, Delimiter="/")
        self.assertEqual([p["Prefix"] for p in rolled["CommonPrefixes"]], ["b/"])
        self.assertEqual({v["Key"] for v in rolled["Versions"]}, {"a", "c"})


class Lists(S3Test):
    KEYS = sorted(["a", "a/1", "a/2", "a/b/1", "b", "b-", "b/", "b/1", "c/1", "c/2", "c0", "d", "é/1"], key=str.encode)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name = "listed"
        cls.s3.create_bucket(Bucket=cls.name)
        for key in cls.KEYS:
            cls.s3.put_object(Bucket=cls.name, Key=key, Body=b"")

    def expected(self, prefix, delimiter):
        entries = []
        for key in self.KEYS:
            if not key.startswith(prefix):
                continue
            at = key.find(delimiter, len(prefix)) if delimiter else -1
            entry = (key[:at + len(delimiter)], True) if at >= 0 else (key, False)
            if entry not in entries:
                entries.append(entry)
        return entries

    def test_every_page_size_lists_the_same(self):
        for operation in ("list_objects", "list_objects_v2"):
            for prefix in ("", "a", "a/", "b/", "c", "é", "z"):
                for delimiter in ("", "/", "1", "a/"):
                    for size in (1, 2, 3, 1000):
                        found = []
                        arguments = {"Bucket": self.name, "Prefix": prefix, **({"Delimiter": delimiter} if delimiter else {})}
                        for page in self.s3.get_paginator(operation).paginate(**arguments, PaginationConfig={"PageSize": size}):
                            entries = [(o["Key"], False) for o in page.get("Contents", [])] + [(p["Prefix"], True) for p in page.get("CommonPrefixes", [])]
                            self.assertLessEqual(len(entries), size)
                            found += entries
                        self.assertEqual(sorted(found), sorted(self.expected(prefix, delimiter)), (operation, prefix, delimiter, size))

    def test_markers(self):
        after = lambda marker: [k for k in self.KEYS if k.encode() > marker.encode()]
        for marker in ("a", "a/1", "b", "b/", "bz", "zz", "\x01"):
            self.assertEqual([o["Key"] for o in self.s3.list_objects(Bucket=self.name, Marker=marker).get("Contents", [])], after(marker), marker)
            self.assertEqual([o["Key"] for o in self.s3.list_objects_v2(Bucket=self.name, StartAfter=marker).get("Contents", [])], after(marker), marker)
        first = self.s3.list_objects(Bucket=self.name, MaxKeys=2)
        self.assertTrue(first["IsTruncated"])
        self.assertNotIn("NextMarker", first)
        self.assertEqual(self.s3.list_objects(Bucket=self.name, MaxKeys=2, Delimiter="/")["NextMarker"], "a/")
        self.assertFalse(self.s3.list_objects_v2(Bucket=self.name, MaxKeys=0)["IsTruncated"])
        self.assertEqual(error_code(self.s3.list_objects_v2, Bucket=self.name, MaxKeys=-1), "InvalidArgument")
        self.assertEqual(error_code(self.s3.list_objects_v2, Bucket=self.name, ContinuationToken="%%"), "InvalidArgument")


class Uploads(S3Test):
    def upload(self, bucket, key, bodies, **settings):
        made = self.s3.create_multipart_upload(Bucket=bucket, Key=key, **settings)
        parts = []
        for number, body in enumerate(bodies, 1):
            answer = self.s3.upload_part(Bucket=bucket, Key=key, UploadId=made["UploadId"], PartNumber=number, Body=body,
                                         **{k: v for k, v in settings.items() if k == "ChecksumAlgorithm"})
            parts.append({"PartNumber": number, "ETag": answer["ETag"], **{k: v for k, v in answer.items() if k.startswith("Checksum") and k != "ChecksumType"}})
        return made["UploadId"], parts

    def test_parts_become_the_object(self):
        name, s3 = self.bucket(), self.s3
        bodies = [b"a" * (5 * MIB + 3), b"b" * (5 * MIB), b"c"]
        upload, parts = self.upload(name, "k", bodies, Metadata={"m": "1"}, ContentType="text/plain")
        self.assertEqual([p["PartNumber"] for page in s3.get_paginator("list_parts").paginate(Bucket=name, Key="k", UploadId=upload, PaginationConfig={"PageSize": 2})
                          for p in page["Parts"]], [1, 2, 3])
        self.assertEqual([u["Key"] for u in s3.list_multipart_uploads(Bucket=name)["Uploads"]], ["k"])
        done = s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
        md5 = hashlib.md5(b"".join(hashlib.md5(b).digest() for b in bodies)).hexdigest()
        self.assertEqual(done["ETag"], f'"{md5}-3"')
        whole = b"".join(bodies)
        got = s3.get_object(Bucket=name, Key="k")
        self.assertEqual((got["Body"].read() == whole, got["ContentType"], got["Metadata"], got["ContentLength"]), (True, "text/plain", {"m": "1"}, len(whole)))
        across = s3.get_object(Bucket=name, Key="k", Range=f"bytes={5 * MIB}-{10 * MIB + 3}")["Body"].read()
        self.assertEqual(across, whole[5 * MIB:10 * MIB + 4])
        second = s3.get_object(Bucket=name, Key="k", PartNumber=2)
        self.assertEqual((second["Body"].read(), second["PartsCount"]), (bodies[1], 3))
        self.assertEqual(error_code(s3.complete_multipart_upload, Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts}), "NoSuchUpload")
        self.assertNotIn("Uploads", s3.list_multipart_uploads(Bucket=name))
        s3.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k")
        s3.delete_object(Bucket=name, Key="k")
        self.assertTrue(s3.get_object(Bucket=name, Key="copy")["Body"].read() == whole)

    def test_bad_completions(self):
        name, s3 = self.bucket(), self.s3
        upload, parts = self.upload(name, "k", [b"a", b"b"])
        complete = lambda listed: error_code(s3.complete_multipart_upload, Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": listed})
        self.assertEqual(complete(parts), "EntityTooSmall")
        self.assertEqual(complete(parts[::-1]), "InvalidPartOrder")
        self.assertEqual(complete([{**parts[0], "ETag": '"0"'}]), "InvalidPart")
        self.assertEqual(complete([{**parts[0], "PartNumber": 9}]), "InvalidPart")
        self.assertEqual(complete([]), "MalformedXML")
        self.assertEqual(complete([{"PartNumber": 1}]), "MalformedXML")
        self.assertEqual(error_code(s3.upload_part, Bucket=name, Key="k", UploadId=upload, PartNumber=10_001, Body=b""), "InvalidArgument")
        s3.abort_multipart_upload(Bucket=name, Key="k", UploadId=upload)
        self.assertEqual(complete(parts), "NoSuchUpload")

    @modern
    def test_checksums_of_parts(self):
        name, s3 = self.bucket(), self.s3
        bodies = [b"a" * (5 * MIB), b"b" * 77]
        for algorithm, kind in (("CRC32", "COMPOSITE"), ("CRC32", "FULL_OBJECT"), ("SHA256", "COMPOSITE")):
            upload, parts = self.upload(name, "k", bodies, ChecksumAlgorithm=algorithm, ChecksumType=kind)
            done = s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts}, ChecksumType=kind)
            self.assertEqual(done["ChecksumType"], kind)
            if kind == "FULL_OBJECT":
                s3.put_object(Bucket=name, Key="single", Body=b"".join(bodies), ChecksumAlgorithm=algorithm)
                single = s3.head_object(Bucket=name, Key="single", ChecksumMode="ENABLED")
                self.assertEqual(done["Checksum" + algorithm], single["Checksum" + algorithm])
            else:
                self.assertTrue(done["Checksum" + algorithm].endswith("-2"))
            self.assertEqual(len(s3.get_object(Bucket=name, Key="k", ChecksumMode="ENABLED")["Body"].read()), 5 * MIB + 77)
            parts = s3.get_object_attributes(Bucket=name, Key="k", ObjectAttributes=["ObjectParts"])["ObjectParts"]
            self.assertEqual((parts["TotalPartsCount"], [p["Size"] for p in parts["Parts"]]), (2, [5 * MIB, 77]))

    @modern
    def test_a_copy_is_one_piece_with_sums_of_its_own(self):
        name, s3 = self.bucket(), self.s3
        bodies = [b"a" * (5 * MIB), b"b" * 77]
        whole = b"".join(bodies)
        upload, parts = self.upload(name, "k", bodies, ChecksumAlgorithm="SHA256")
        s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
        copy = s3.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k")["CopyObjectResult"]
        sha256 = base64.b64encode(hashlib.sha256(whole).digest()).decode()
        self.assertEqual((copy["ETag"], copy["ChecksumSHA256"], copy["ChecksumType"]), (f'"{hashlib.md5(whole).hexdigest()}"', sha256, "FULL_OBJECT"))
        other = s3.copy_object(Bucket=name, Key="other", CopySource=f"{name}/copy", ChecksumAlgorithm="SHA1", ServerSideEncryption="aws:kms")["CopyObjectResult"]
        self.assertEqual((other["ChecksumSHA1"], other.get("ChecksumSHA256")), (base64.b64encode(hashlib.sha1(whole).digest()).decode(), None))
        got = s3.get_object(Bucket=name, Key="other", ChecksumMode="ENABLED")
        self.assertEqual((got["ChecksumSHA1"], got["Body"].read() == whole), (other["ChecksumSHA1"], True))
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="x", CopySource=f"{name}/k", ChecksumAlgorithm="MD4"), "InvalidRequest")

    @modern
    def test_checksums_that_were_promised(self):
        name, s3 = self.bucket(), self.s3
        plain = self.server.client("shop", "s3", config={"request_checksum_calculation": "when_required"})
        upload, parts = self.upload(name, "k", [b"a"], ChecksumAlgorithm="SHA256")
        named = {"Bucket": name, "Key": "k", "UploadId": upload}
        for bare in ({"PartNumber": 2}, {"PartNumber": 2, "ChecksumAlgorithm": "CRC32"}):
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                plain.upload_part(**named, **bare, Body=b"b")
            actual = "crc32" if len(bare) > 1 else "null"
            self.assertEqual(refused.exception.response["Error"]["Message"], f"Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: {actual}")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            s3.complete_multipart_upload(**named, MultipartUpload={"Parts": [{k: v for k, v in parts[0].items() if k != "ChecksumSHA256"}]})
        self.assertIn("must include the checksum for each part. It was missing for part 1", refused.exception.response["Error"]["Message"])
        self.assertEqual(error_code(s3.complete_multipart_upload, **named, ChecksumType="FULL_OBJECT", MultipartUpload={"Parts": parts}), "InvalidRequest")
        self.assertTrue(s3.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})["ChecksumSHA256"].endswith("-1"))

    def test_sources_that_are_not_there(self):
        name, s3 = self.bucket(), self.s3
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        self.put(name, "k")
        upload = s3.create_multipart_upload(Bucket=name, Key="u")["UploadId"]
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            s3.upload_part_copy(Bucket=name, Key="u", UploadId=upload, PartNumber=1, CopySource=f"{name}/k", CopySourceRange="bytes=0-1")
        self.assertEqual(refused.exception.response["Error"]["Message"], "Range specified is not valid for source object of size: 1")
        marker = s3.delete_object(Bucket=name, Key="k")["VersionId"]
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="c", CopySource=f"{name}/k?versionId={marker}"), "InvalidRequest")
        self.assertEqual(error_code(s3.copy_object, Bucket=name, Key="c", CopySource=f"{name}/k"), "NoSuchKey")

    def test_parts_copied_from_objects(self):
        name, s3 = self.bucket(), self.s3
        body = bytes(range(256)) * (24 << 10)
        s3.put_object(Bucket=name, Key="source", Body=body)
        upload = s3.create_multipart_upload(Bucket=name, Key="k")["UploadId"]
        parts = []
        for number, (first, last) in enumerate(((100, 5 * MIB + 200), (5, 10)), 1):
            answer = s3.upload_part_copy(Bucket=name, Key="k", UploadId=upload, PartNumber=number, CopySource=f"{name}/source", CopySourceRange=f"bytes={first}-{last}")
            parts.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
        s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
        s3.delete_object(Bucket=name, Key="source")
        self.assertTrue(s3.get_object(Bucket=name, Key="k")["Body"].read() == body[100:5 * MIB + 201] + body[5:11])

    def test_copies_of_copies_end_somewhere(self):
        """Each object is the one before and its tail once more: twice as many stretches of stored bytes, of a byte each."""
        name, s3 = self.bucket(), self.s3
        s3.put_object(Bucket=name, Key="0", Body=b"x" * (5 * MIB))
        tail = 1
        for made in range(1, 17):
            upload = {"Bucket": name, "Key": str(made), "UploadId": s3.create_multipart_upload(Bucket=name, Key=str(made))["UploadId"]}
            source = {"CopySource": f"{name}/{made - 1}"}
            size = s3.head_object(Bucket=name, Key=str(made - 1))["ContentLength"]
            copies = [s3.upload_part_copy(PartNumber=1, **upload, **source), s3.upload_part_copy(PartNumber=2, CopySourceRange=f"bytes={size - tail}-{size - 1}", **upload, **source)]
            parts = [{"PartNumber": n, "ETag": c["CopyPartResult"]["ETag"]} for n, c in enumerate(copies, 1)]
            refused = error_code(s3.complete_multipart_upload, MultipartUpload={"Parts": parts}, **upload)
            if refused:
                break
            tail += size - 5 * MIB
        self.assertEqual((refused, made > 12), ("NotImplemented", True))
        self.assertEqual(s3.get_object(Bucket=name, Key=str(made - 1), Range="bytes=-3")["Body"].read(), b"xxx")


class Encryption(S3Test):
    def test_objects_under_a_key_of_kms(self):
        name, s3 = self.bucket(), self.s3
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        body = b"secret" * 10_000
        put = s3.put_object(Bucket=name, Key="k", Body=body, ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        self.assertEqual((put["ServerSideEncryption"], put["SSEKMSKeyId"]), ("aws:kms", key))
        self.assertNotEqual(put["ETag"], f'"{hashlib.md5(body).hexdigest()}"')
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), body)
        s3.copy_object(Bucket=name, Key="plain", CopySource=f"{name}/k", ServerSideEncryption="AES256")
        kms.disable_key(KeyId=key)
        self.assertEqual(error_code(s3.get_object, Bucket=name, Key="k"), "KMS.DisabledException")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k2", Body=body, ServerSideEncryption="aws:kms", SSEKMSKeyId=key), "KMS.DisabledException")
        self.assertEqual(s3.get_object(Bucket=name, Key="plain")["Body"].read(), body)
        self.assertEqual(s3.head_object(Bucket=name, Key="k")["SSEKMSKeyId"], key)

    def test_the_key_that_aws_manages(self):
        name, s3 = self.bucket(), self.s3
        put = s3.put_object(Bucket=name, Key="k", Body=b"x", ServerSideEncryption="aws:kms")
        self.assertRegex(put["SSEKMSKeyId"], f"^arn:aws:kms:us-east-1:{self.accounts['shop']}:key/")
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"x")
        context = base64.b64encode(b'{"team":"a"}').decode()
        put = s3.put_object(Bucket=name, Key="k", Body=b"y", ServerSideEncryption="aws:kms", SSEKMSEncryptionContext=context)
        self.assertEqual(put["SSEKMSEncryptionContext"], context)
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"y")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", ServerSideEncryption="aws:kms", SSEKMSEncryptionContext="bm8="), "InvalidArgument")
        self.assertEqual(error_code(s3.put_object, Bucket=name, Key="k", ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/absent"), "KMS.NotFoundException")

    def test_the_buckets_default(self):
        name, s3 = self.bucket(), self.s3
        key = self.server.client("shop", "kms").create_key()["KeyMetadata"]["Arn"]
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        got = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual((got["ApplyServerSideEncryptionByDefault"], got["BucketKeyEnabled"]), (rule["ApplyServerSideEncryptionByDefault"], True))
        put = s3.put_object(Bucket=name, Key="k", Body=b"x")
        self.assertEqual((put["SSEKMSKeyId"], put["BucketKeyEnabled"]), (key, True))
        upload = s3.create_multipart_upload(Bucket=name, Key="parts")["UploadId"]
        part = s3.upload_part(Bucket=name, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")
        s3.complete_multipart_upload(Bucket=name, Key="parts", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        self.assertEqual(s3.get_object(Bucket=name, Key="parts")["Body"].read(), b"part")
        events = self.server.client("shop", "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GenerateDataKey"}])["Events"]
        records = [json.loads(e["CloudTrailEvent"]) for e in events]
        contexts = [r["requestParameters"]["encryptionContext"] for r in records if r["userIdentity"].get("invokedBy") == "s3.amazonaws.com"]
        self.assertIn({"aws:s3:arn": f"arn:aws:s3:::{name}"}, contexts)
        if MODERN:
            blocked = {"BlockedEncryptionTypes": {"EncryptionType": ["NONE"]}}
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [{**rule, **blocked}]})
            self.assertEqual(s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"], [{**rule, **blocked}])
        s3.delete_bucket_encryption(Bucket=name)
        self.assertEqual(s3.put_object(Bucket=name, Key="k", Body=b"x")["ServerSideEncryption"], "AES256")


class Bodies(unittest.TestCase):
    """Stored bodies live as long as something names them, and no longer."""

    def files(self):
        return sum(1 for folder in self.home.rglob("blobs") for f in folder.rglob("*") if f.is_file())

    def test_bodies_go_with_their_last_name(self):
        with house.temporary_home() as home:
            self.home = pathlib.Path(home)
            with house.Server(home=home) as server:
                s3 = server.client("shop", "s3")
                s3.create_bucket(Bucket="bodies")
                before = self.files()
                big = b"x" * 100_000
                for _ in range(3):
                    s3.put_object(Bucket="bodies", Key="k", Body=big)
                self.assertEqual(self.files(), before + 1)
                s3.copy_object(Bucket="bodies", Key="k", CopySource="bodies/k", MetadataDirective="REPLACE", Metadata={"m": "1"})
                s3.copy_object(Bucket="bodies", Key="copy", CopySource="bodies/k")
                s3.delete_object(Bucket="bodies", Key="k")
                self.assertEqual(self.files(), before + 1)
                self.assertEqual(s3.get_object(Bucket="bodies", Key="copy")["Body"].read(), big)
                upload = s3.create_multipart_upload(Bucket="bodies", Key="parts")["UploadId"]
                for number in (1, 1, 2):
                    part = s3.upload_part(Bucket="bodies", Key="parts", UploadId=upload, PartNumber=number, Body=big)
                self.assertEqual(self.files(), before + 3)
                s3.complete_multipart_upload(Bucket="bodies", Key="parts", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 2, "ETag": part["ETag"]}]})
                self.assertEqual(self.files(), before + 2)
                refused = {"IfNoneMatch": "*"} if MODERN else {"ContentMD5": base64.b64encode(hashlib.md5(b"other").digest()).decode()}
                self.assertIsNotNone(error_code(s3.put_object, Bucket="bodies", Key="parts", Body=big, **refused))
                self.assertTrue(house.wait_for(lambda: self.files() == before + 2, 5))       # the answer may come first
                server.kill()
            next(self.home.rglob("blobs")).joinpath("ab").mkdir(exist_ok=True)
            next(self.home.rglob("blobs")).joinpath("ab", "ab" + "0" * 30).write_bytes(b"nobody's")
            with house.Server(home=home) as server:
                self.assertEqual(self.files(), before + 2)
                s3 = server.client("shop", "s3")
                self.assertEqual(s3.get_object(Bucket="bodies", Key="parts")["Body"].read(), big)
                s3.delete_objects(Bucket="bodies", Delete={"Objects": [{"Key": "parts"}, {"Key": "copy"}]})
                self.assertEqual(self.files(), before)


    def test_what_is_being_sent_is_sent_to_its_end(self):
        content = os.urandom(1 * MIB) * 24                       # more than sockets hold
        for home in (house.temporary_home(), None):
            with home or tempfile.TemporaryDirectory() as folder:
                self.home = pathlib.Path(folder)
                with house.Server(home=folder if home else None) as server:
                    s3 = server.client("shop", "s3")
                    s3.create_bucket(Bucket="bodies")
                    for end in (lambda: s3.delete_object(Bucket="bodies", Key="k"), lambda: s3.put_object(Bucket="bodies", Key="k", Body=b"new")):
                        before = self.files()
                        s3.put_object(Bucket="bodies", Key="k", Body=content)
                        reader = s3.get_object(Bucket="bodies", Key="k")["Body"]
                        start = reader.read(1000)
                        end()
                        self.assertEqual(self.files(), before + bool(home))
                        self.assertTrue(start + reader.read() == content)
                        self.assertTrue(house.wait_for(lambda: self.files() == before, 5))


class CommandLine(S3Test):
    def aws(self, *words, profile="shop"):
        status, out, error = self.server.aws(profile, *words)
        self.assertEqual(status, 0, error)
        return out

    def test_cp_sync_ls_rm(self):
        name = self.bucket()
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder, "tree")
            (root / "sub dir").mkdir(parents=True)
            (root / "big").write_bytes(b"0123456789abcdef" * (20 * MIB // 16))
            (root / "sub dir" / "é+x").write_text("small")
            for file in (root / "big", root / "sub dir" / "é+x"):
                os.utime(file, (1_700_000_000, 1_700_000_000))       # sync compares times in whole seconds
            self.aws("s3", "sync", str(root), f"s3://{name}/t")
            self.assertEqual(self.aws("s3", "sync", str(root), f"s3://{name}/t"), "")
            self.assertIn("PRE t/", self.aws("s3", "ls", f"s3://{name}"))
            self.assertIn("é+x", self.aws("s3", "ls", f"s3://{name}", "--recursive"))
            self.aws("s3", "cp", f"s3://{name}/t/big", f"s3://{name}/copied")
            back = pathlib.Path(folder, "back")
            self.aws("s3", "cp", f"s3://{name}/copied", str(back))
            self.assertTrue(back.read_bytes() == (root / "big").read_bytes())
            self.aws("s3", "rm", f"s3://{name}", "--recursive")
            self.aws("s3", "rb", f"s3://{name}")


    def test_presigned_addresses_are_of_the_version_that_is_served(self):
        """Profiles say so: SDKs presign for us-east-1 by Signature Version 2 where nobody asks for more."""
        given = self.server.client("shop", "s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
        for url in (self.aws("s3", "presign", "s3://b/k"), given):
            self.assertIn("X-Amz-Algorithm=AWS4-HMAC-SHA256", url)


class Records(S3Test):
    """What CloudTrail shows of S3's calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ct = cls.server.client("shop", "cloudtrail")

    def looked_up(self, name, bucket):
        events = self.ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
        return [r for r in (json.loads(e["CloudTrailEvent"]) for e in events) if (r["requestParameters"] or {}).get("bucketName") == bucket]

    def test_management_events(self):
        name, s3 = self.bucket(), self.s3
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketTagging", "Resource": f"arn:aws:s3:::{name}"}]}
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy))
        self.assertEqual(error_code(s3.put_bucket_tagging, Bucket=name, Tagging={"TagSet": [{"Key": "a", "Value": "1"}]}), "AccessDenied")
        s3.get_bucket_acl(Bucket=name)
        host = f"{name}.s3.amazonaws.com"
        xmlns = "http://s3.amazonaws.com/doc/2006-03-01/"
        owner = self.accounts["shop"]
        versioning, = self.looked_up("PutBucketVersioning", name)
        self.assertEqual(versioning["requestParameters"], {"bucketName": name, "Host": host, "versioning": "", "VersioningConfiguration": {"xmlns": xmlns, "Status": "Enabled"}})
        self.assertEqual(versioning["resources"], [{"accountId": owner, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{name}"}])
        self.assertIsNone(versioning["responseElements"])
        self.assertRegex(versioning["requestID"], "^[A-Z0-9]{16}$")
        self.assertRegex(versioning["userAgent"], r"^\[.*\]$")
        extra = versioning["additionalEventData"]
        self.assertEqual((extra["SignatureVersion"], extra["AuthenticationMethod"]), ("SigV4", "AuthHeader"))
        put, = self.looked_up("PutBucketPolicy", name)
        self.assertEqual(put["requestParameters"], {"bucketName": name, "Host": host, "policy": "", "bucketPolicy": policy})
        denied, = self.looked_up("PutBucketTagging", name)
        self.assertEqual(denied["errorCode"], "AccessDenied")
        self.assertIn(f'on resource: "arn:aws:s3:::{name}" with an explicit deny in a resource-based policy', denied["errorMessage"])
        self.assertEqual(denied["requestParameters"]["Tagging"], {"xmlns": xmlns, "TagSet": {"Tag": {"Key": "a", "Value": "1"}}})
        acl, = self.looked_up("GetBucketAcl", name)
        self.assertEqual(acl["requestParameters"], {"bucketName": name, "Host": host, "acl": ""})
        created, = self.looked_up("CreateBucket", name)
        self.assertNotIn("resources", created)

    def test_no_policy_is_too_deep_for_a_record(self):
        """What cannot be read as JSON is found by no look-up and selected by no trail."""
        bucket = self.bucket()
        for depth in (30, 40, 60, 62, 63):
            self.assertEqual(error_code(self.s3.put_bucket_policy, Bucket=bucket, Policy='{"a":' * depth + "1" + "}" * depth), "MalformedPolicy")
        seen = sorted(type(r["requestParameters"]["bucketPolicy"]).__name__ for r in self.looked_up("PutBucketPolicy", bucket))
        self.assertEqual(seen, ["dict", "str", "str", "str", "str"])

    def test_data_events(self):
        name, s3 = self.bucket(), self.s3
        trail_bucket = self.bucket()
        owner = self.accounts["shop"]
        arn = f"arn:aws:s3:::{trail_bucket}"
        s3.put_bucket_policy(Bucket=trail_bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"], "Resource": [arn, f"{arn}/*"]}]}))
        self.ct.create_trail(Name="data", S3BucketName=trail_bucket)
        self.ct.put_event_selectors(TrailName="data", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": False,
                                                                       "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{name}/"]}]}])
        self.ct.start_logging(Name="data")
        s3.put_object(Bucket=name, Key="a/b c", Body=b"12345", ServerSideEncryption="AES256", Metadata={"hidden": "yes"}, StorageClass="STANDARD_IA")
        s3.get_object(Bucket=name, Key="a/b c")
        s3.list_objects_v2(Bucket=name, Prefix="a/")
        s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "a/b c"}]})
        self.server.advance("10m")
        records = []
        for o in s3.list_objects_v2(Bucket=trail_bucket).get("Contents", []):
            if o["Size"]:
                records += json.loads(gzip.decompress(s3.get_object(Bucket=trail_bucket, Key=o["Key"])["Body"].read()))["Records"]
        found = {r["eventName"]: r for r in records}
        self.assertEqual(set(found), {"PutObject", "GetObject", "ListObjects", "DeleteObjects", "DeleteObject"})
        put = found["PutObject"]
        host = f"{name}.s3.amazonaws.com"
        self.assertEqual(put["requestParameters"], {"bucketName": name, "Host": host, "key": "a/b c", "x-amz-server-side-encryption": "AES256", "x-amz-storage-class": "STANDARD_IA"})
        self.assertEqual(put["responseElements"], {"x-amz-server-side-encryption": "AES256"})
        self.assertEqual(put["additionalEventData"]["SSEApplied"], "SSE_S3")
        object_element = {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{name}/a/b c"}
        bucket_element = {"accountId": owner, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{name}"}
        self.assertEqual(put["resources"], [object_element, bucket_element])
        self.assertEqual((put["managementEvent"], put["eventCategory"], put["readOnly"]), (False, "Data", False))
        self.assertEqual(found["GetObject"]["additionalEventData"]["bytesTransferredOut"], 5)
        listed = found["ListObjects"]
        self.assertEqual(listed["requestParameters"], {"bucketName": name, "Host": host, "list-type": "2", "encoding-type": "url", "prefix": "a/"})
        self.assertEqual(listed["resources"], [{"type": "AWS::S3::Object", "ARNPrefix": f"arn:aws:s3:::{name}/"}, bucket_element])
        self.assertEqual(found["DeleteObject"]["eventType"], "AwsServiceEvent")
        self.assertEqual(found["DeleteObject"]["resources"], [object_element, bucket_element])


if __name__ == "__main__":
    unittest.main()
