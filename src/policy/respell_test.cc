#include "policy/respell.h"

#include <gtest/gtest.h>

namespace policy {
namespace {

constexpr std::string_view kWritten =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["user/a", "123456789012"], "Service": "user/a"}, "Action": "*"},
        {"Effect": "Deny", "NotPrincipal": {"AWS": "user/b"}, "Action": "user/b"}, {"Effect": "Allow", "Principal": "*", "Action": "*"}]})";

std::string held(std::string_view text) { return text == "user/a" ? "AIDAA" : text == "user/b" ? "AROAB" : std::string(text); }

TEST(Respell, ChangesPrincipalsOfAwsAndNothingElse) {
  EXPECT_EQ(respelled(kWritten, held),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["AIDAA","123456789012"],"Service":"user/a"},"Action":"*"},)"
            R"({"Effect":"Deny","NotPrincipal":{"AWS":"AROAB"},"Action":"user/b"},{"Effect":"Allow","Principal":"*","Action":"*"}]})");
  EXPECT_EQ(respelled(R"({"Statement":{"Principal":{"AWS":"user/a"}}})", held), R"({"Statement":{"Principal":{"AWS":"AIDAA"}}})");
}

TEST(Respell, ReadsAsWrittenWhileNamesHold) {
  EXPECT_EQ(readable(kWritten, respelled(kWritten, held), [](auto& arn, auto&) { return arn; }), kWritten);
  EXPECT_EQ(readable(kWritten, kWritten, [](auto&, auto& id) { return id; }), kWritten);
  EXPECT_EQ(readable(kWritten, "", [](auto&, auto& id) { return id; }), kWritten);
}

TEST(Respell, ReadsWithTheNamesOfNow) {
  auto now = [](const std::string& arn, const std::string& id) { return arn == "user/a" ? "user/renamed" : id; };
  EXPECT_EQ(readable(kWritten, respelled(kWritten, held), now),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["user/renamed","123456789012"],"Service":"user/a"},"Action":"*"},)"
            R"({"Effect":"Deny","NotPrincipal":{"AWS":"AROAB"},"Action":"user/b"},{"Effect":"Allow","Principal":"*","Action":"*"}]})");
}

}  // namespace
}  // namespace policy
