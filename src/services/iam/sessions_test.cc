// Sessions that are over, forged, or whose role is gone: none of them is anybody.
#include "services/iam/sessions.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "services/iam/ports.h"

namespace iam {
namespace {

class Sessions : public testing::Test {
 protected:
  Sessions()
      : journal_(journal::Journal::open({})), store_({}, *journal_), blobs_({}),
        house_(clock_, *journal_, store_, blobs_, std::string(32, 'k'), {.regions = {"us-east-1"}}, {}, {}) {
    role_ = {.id = "AROAEXAMPLEEXAMPLE12", .name = "Reader", .path = "/", .created = clock_.now()};
    house_.note([&](store::Txn& txn) { Directory(house_, txn, kAccount).put(role_); });
  }

  Session session(std::int64_t seconds) const {
    base::Time now = session_clock();
    return {.kind = "role", .account = kAccount, .issuer = role_.id, .name = "here", .issued = now.plus_seconds(-7200), .expires = now.plus_seconds(seconds)};
  }
  service::CredentialAnswer asked(const std::string& key, const std::string& token) {
    store::Txn txn = house_.store.read();
    return credential(house_, txn, key, token);
  }

  static constexpr const char* kAccount = "111111111111";
  base::HostClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  store::Store store_;
  store::Blobs blobs_;
  service::House house_;
  state::Entity role_;
};

TEST_F(Sessions, EndWhenTheyEnd) {
  auto good = issue(house_, session(60)), over = issue(house_, session(0)), long_over = issue(house_, session(-3600));
  auto answer = asked(good.access_key, good.token);
  ASSERT_TRUE(answer.credential);
  EXPECT_EQ(answer.credential->secret, good.secret);
  EXPECT_EQ(answer.credential->principal->identity.arn, "arn:aws:sts::111111111111:assumed-role/Reader/here");
  for (auto& ended : {over, long_over}) {
    auto refused = asked(ended.access_key, ended.token);
    EXPECT_FALSE(refused.credential);
    EXPECT_EQ(refused.fault, service::CredentialFault::expired);
  }
}

TEST_F(Sessions, AreOurOwn) {
  auto mine = issue(house_, session(60)), other = issue(house_, session(60));
  auto bad = [&](const std::string& key, const std::string& token) {
    auto refused = asked(key, token);
    return !refused.credential && refused.fault == service::CredentialFault::bad_token;
  };
  EXPECT_TRUE(bad(other.access_key, mine.token));                      // another key's
  EXPECT_TRUE(bad(mine.access_key, mine.token.substr(4)));
  EXPECT_TRUE(bad(mine.access_key, mine.token + "AAAA"));
  EXPECT_TRUE(bad(mine.access_key, std::string(100'000, 'A')));
  std::string bytes = *base::unbase64(mine.token);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = char(changed[i] ^ 1);
    EXPECT_TRUE(bad(mine.access_key, base::base64(changed))) << i;
  }
  service::House elsewhere(clock_, *journal_, store_, blobs_, std::string(32, 'x'), {.regions = {"us-east-1"}}, {}, {});
  auto foreign = issue(elsewhere, session(60));
  EXPECT_TRUE(bad(foreign.access_key, foreign.token));                 // under another root key
}

TEST_F(Sessions, EndWithTheirRole) {
  auto mine = issue(house_, session(60));
  house_.note([&](store::Txn& txn) { Directory(house_, txn, kAccount).in(state::kEntities).erase(role_.id); });
  auto refused = asked(mine.access_key, mine.token);
  EXPECT_FALSE(refused.credential);
  EXPECT_EQ(refused.fault, service::CredentialFault::unknown);
}

}  // namespace
}  // namespace iam
