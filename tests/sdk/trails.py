"""Buckets that CloudTrail may write to, and what has arrived in them."""
import gzip
import itertools
import json

import botocore.exceptions

NUMBERS = itertools.count()
SERVICE = {"Service": "cloudtrail.amazonaws.com"}


def bucket_policy(bucket, statements=()):
    arn = f"arn:aws:s3:::{bucket}"
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": SERVICE, "Action": "s3:GetBucketAcl", "Resource": arn},
        {"Effect": "Allow", "Principal": SERVICE, "Action": "s3:PutObject", "Resource": f"{arn}/*",
         "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}, *statements]})


def make_bucket(s3, name=None, policy=True):
    name = name or f"trail-bucket-{next(NUMBERS)}"
    configuration = {} if s3.meta.region_name == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": s3.meta.region_name}}
    s3.create_bucket(Bucket=name, **configuration)
    if policy:
        s3.put_bucket_policy(Bucket=name, Policy=bucket_policy(name))
    return name


def keys(s3, bucket, prefix=""):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [o["Key"] for page in pages for o in page.get("Contents", [])]


def records(s3, bucket, prefix=""):
    """Of every log file below the prefix, in the order of their names."""
    out = []
    for key in keys(s3, bucket, prefix):
        if "/CloudTrail/" in key and not key.endswith("/"):
            out += json.loads(gzip.decompress(s3.get_object(Bucket=bucket, Key=key)["Body"].read()))["Records"]
    return out


def names(found, account=None):
    return [r["eventName"] for r in found if account in (None, r["recipientAccountId"])]


def refusal(call, **arguments):
    """Code and text that a call is refused with."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"], e.response["Error"]["Message"]
    return None
