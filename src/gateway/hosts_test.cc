#include "gateway/hosts.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

void expect(std::string_view host, std::string_view service, std::string_view region, std::string_view bucket = "",
            bool is_aws = true) {
  const std::string local[] = {"orgtrail.example"};
  Endpoint e = endpoint_of(host, local);
  EXPECT_EQ(e.service, service) << host;
  EXPECT_EQ(e.region, region) << host;
  EXPECT_EQ(e.bucket, bucket) << host;
  EXPECT_EQ(e.is_aws, is_aws) << host;
}

TEST(Hosts, aws_services) {
  expect("sts.amazonaws.com", "sts", "us-east-1");
  expect("STS.Amazonaws.COM.", "sts", "us-east-1");
  expect("sts.eu-west-1.amazonaws.com:443", "sts", "eu-west-1");
  expect("organizations.us-east-1.amazonaws.com", "organizations", "us-east-1");
  expect("kms-fips.us-east-1.amazonaws.com", "kms", "us-east-1");
  expect("iam.us-gov.amazonaws.com", "iam", "us-gov-west-1");
  expect("iam.cn-north-1.amazonaws.com.cn", "iam", "cn-north-1");
  expect("organizations.amazonaws.com.cn", "organizations", "cn-north-1");
  expect("cloudtrail-data.ap-southeast-2.amazonaws.com", "cloudtrail-data", "ap-southeast-2");
  expect("api.ecr.us-east-1.amazonaws.com", "ecr", "us-east-1");
  expect("kms.us-isob-east-1.amazonaws.com", "kms", "us-isob-east-1");
  expect("lambda.eu-west-1.api.aws", "lambda", "eu-west-1");
}

TEST(Hosts, s3) {
  expect("s3.amazonaws.com", "s3", "us-east-1");
  expect("s3.eu-west-1.amazonaws.com", "s3", "eu-west-1");
  expect("s3-eu-west-1.amazonaws.com", "s3", "eu-west-1");
  expect("s3.dualstack.eu-west-1.amazonaws.com", "s3", "eu-west-1");
  expect("s3-fips.dualstack.us-east-1.amazonaws.com", "s3", "us-east-1");
  expect("bucket.s3.amazonaws.com", "s3", "us-east-1", "bucket");
  expect("bucket.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1", "bucket");
  expect("bucket.s3-eu-west-1.amazonaws.com", "s3", "eu-west-1", "bucket");
  expect("bucket.s3.dualstack.eu-west-1.amazonaws.com", "s3", "eu-west-1", "bucket");
  expect("bucket.with.dots.s3.us-east-1.amazonaws.com", "s3", "us-east-1", "bucket.with.dots");
  expect("logs.eu-west-1.s3.amazonaws.com", "s3", "us-east-1", "logs.eu-west-1");
  expect("s3.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1", "s3");
  expect("bucket.s3-accelerate.amazonaws.com", "s3", "us-east-1", "bucket");
  expect("bucket.s3.cn-north-1.amazonaws.com.cn", "s3", "cn-north-1", "bucket");
  expect("111122223333.s3-control.us-east-1.amazonaws.com", "s3-control", "us-east-1");
}

TEST(Hosts, local_names) {
  expect("localhost:4566", "", "", "", false);
  expect("127.0.0.1:4566", "", "", "", false);
  expect("[::1]:4566", "", "", "", false);
  expect("bucket.localhost:4566", "", "", "bucket", false);
  expect("bucket.with.dots.localhost:4566", "", "", "bucket.with.dots", false);
  expect("bucket.s3.localhost:4566", "s3", "", "bucket", false);
  expect("s3.localhost", "s3", "", "", false);
  expect("bucket.s3.eu-west-1.localhost", "s3", "eu-west-1", "bucket", false);
  expect("sts.eu-west-1.orgtrail.example", "sts", "eu-west-1", "", false);
  expect("bucket.orgtrail.example", "", "", "bucket", false);
  expect("orgtrail.example", "", "", "", false);
  expect("bucket.elsewhere.example", "", "", "", false);
}

TEST(Hosts, what_is_no_host) {
  for (std::string_view host :
       {"", ".", "a..amazonaws.com", "a b.amazonaws.com", "a.amazonaws.com:x", "[::1", "[x]:1", "-", "amazonaws.com"})
    EXPECT_FALSE(endpoint_of(host).is_aws) << host;
  EXPECT_FALSE(endpoint_of(std::string(64, 'a') + ".amazonaws.com").is_aws);
  EXPECT_EQ(host_of("[::1]:443"), "::1");
  EXPECT_EQ(host_of("a:1:2"), "");
}

TEST(Hosts, connect) {
  EXPECT_TRUE(connect_allowed("sts.amazonaws.com:443"));
  EXPECT_TRUE(connect_allowed("b.s3.eu-west-1.amazonaws.com:443"));
  EXPECT_TRUE(connect_allowed("kms.eu-west-1.api.aws:443"));
  for (std::string_view target :
       {"sts.amazonaws.com", "example.com:443", "amazonaws.com:443", "evilamazonaws.com:443", "sts.amazonaws.com.evil.com:443",
        "127.0.0.1:443", "[::1]:443", "localhost:443", "sts.amazonaws.com:", "a/b.amazonaws.com:443"})
    EXPECT_FALSE(connect_allowed(target)) << target;
}

TEST(Hosts, regions) {
  for (std::string_view r : {"us-east-1", "us-gov-west-1", "ap-southeast-10", "us-isob-east-1"}) EXPECT_TRUE(is_region(r)) << r;
  for (std::string_view r : {"", "us", "us-east", "us-1", "us--1", "us-east-", "us-east-1a", "usa-east-1", "US-EAST-1",
                             "us-ea_t-1", "us-east--1", "us-east-123"})
    EXPECT_FALSE(is_region(r)) << r;
}

}  // namespace
}  // namespace gateway
