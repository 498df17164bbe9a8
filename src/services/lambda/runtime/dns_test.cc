#include "services/lambda/runtime/dns.h"

#include <gtest/gtest.h>

namespace lambda::runtime {
namespace {

std::string question(std::string_view name, char type = 1, char kind = 1) {
  std::string out("\x12\x34\1\0\0\1\0\0\0\0\0\0", 12);
  while (!name.empty()) {
    auto label = name.substr(0, name.find('.'));
    out += char(label.size());
    out += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  return out + std::string(1, '\0') + std::string{0, type, 0, kind};
}

TEST(Names, AwsNamesAreTheLoopback) {
  for (auto name : {"sts.us-east-1.amazonaws.com", "a.b.S3.AmazonAWS.com", "kms.cn-north-1.amazonaws.com.cn", "sts.api.aws"}) {
    const std::string asked = question(name);
    auto answer = dns_answer(asked);
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->substr(0, 12), std::string("\x12\x34\x85\x80\0\1\0\1\0\0\0\0", 12));
    EXPECT_EQ(answer->substr(12), asked.substr(12) + std::string("\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x7f\0\0\1", 16));
  }
}

TEST(Names, OtherTypesHaveNoDataAndOtherNamesAreUnknown) {
  auto aaaa = dns_answer(question("sts.amazonaws.com", 28));
  ASSERT_TRUE(aaaa);
  EXPECT_EQ((*aaaa)[3], '\x80');
  EXPECT_EQ((*aaaa)[7], '\0');
  for (auto name : {"example.com", "notamazonaws.com", "amazonaws.com.evil.org", ""}) {
    auto answer = dns_answer(question(name));
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ((*answer)[3], '\x83') << name;
    EXPECT_EQ((*answer)[7], '\0');
  }
  EXPECT_EQ((*dns_answer(question("sts.amazonaws.com", 1, 3)))[3], '\x83');      // class CHAOS
}

TEST(Names, WhatIsNoQueryGetsNoAnswer) {
  const std::string good = question("sts.amazonaws.com");
  for (std::size_t n = 0; n < good.size(); ++n) EXPECT_FALSE(dns_answer(good.substr(0, n))) << n;
  std::string response = good, two = good, pointer = good, update = good;
  response[2] = '\x81';
  two[5] = 2;
  pointer[12] = '\xc0';
  update[2] = 5 << 3;
  EXPECT_FALSE(dns_answer(response));
  EXPECT_FALSE(dns_answer(two));
  EXPECT_FALSE(dns_answer(pointer));
  EXPECT_FALSE(dns_answer(update));
}

}  // namespace
}  // namespace lambda::runtime
