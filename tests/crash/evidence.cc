#include "evidence.h"

#include "base/json.h"
#include "services/cloudtrail/api.h"
#include "services/iam/api.h"
#include "services/kms/api.h"
#include "services/organizations/api.h"
#include "services/s3/api.h"

namespace crash {
namespace {

std::string text_at(const base::JsonValue& v, std::string_view pointer) {
  std::string_view out;
  return v.at_pointer(pointer).get(out) == simdjson::SUCCESS ? std::string(out) : std::string();
}

// Where a record of each kind says what it made or deleted.
std::string subject_of(const std::string& name, const base::JsonValue& v) {
  static const std::map<std::string, const char*> places = {
      {"CreateUser", "/requestParameters/userName"}, {"DeleteUser", "/requestParameters/userName"},
      {"CreateAccessKey", "/responseElements/accessKey/accessKeyId"}, {"CreateKey", "/responseElements/keyMetadata/keyId"},
      {"CreateTrail", "/requestParameters/name"}, {"DeleteTrail", "/requestParameters/name"}, {"PutObject", "/requestParameters/key"},
      {"CreateRole", "/requestParameters/roleName"}, {"CreateAccountResult", "/serviceEventDetails/createAccountStatus/accountId"}};
  auto it = places.find(name);
  return it == places.end() ? std::string() : text_at(v, it->second);
}

// What successful records say is there: by account (or bucket) and kind.
using Things = std::map<std::string, std::set<std::string>>;

Things recorded_things(const std::vector<Entry>& all) {
  Things out;
  auto made = [&](const std::string& kind, const Entry& e) { EXPECT_TRUE(out[kind].insert(e.subject).second) << kind << " " << e.subject << " was made twice"; };
  auto gone = [&](const std::string& kind, const Entry& e) { EXPECT_EQ(out[kind].erase(e.subject), 1u) << kind << " " << e.subject << " was not there"; };
  for (auto& e : all) {
    if (!e.error.empty() || e.subject.empty()) continue;
    const std::string& n = e.name;
    if (n == "CreateUser") made("user " + e.account, e);
    else if (n == "DeleteUser") gone("user " + e.account, e);
    else if (n == "CreateRole") made("role " + e.account, e);
    else if (n == "CreateAccessKey") made("access key " + e.account, e);
    else if (n == "CreateKey") made("key " + e.account + " " + e.region, e);
    else if (n == "CreateTrail") made("trail " + e.account, e);
    else if (n == "DeleteTrail") gone("trail " + e.account, e);
    else if (n == "CreateAccountResult") made("account", e);
    else if (n == "PutObject") out["object"].insert(e.subject);      // may be put again
  }
  std::erase_if(out, [](auto& kind) { return kind.second.empty(); });
  return out;
}

std::vector<std::string> object_keys(Life& life, const World& w, const char* bucket) {
  std::vector<std::string> out;
  s3::ListObjectsV2 list{{.bucket = bucket}};
  for (;;) {
    auto page = life.ask(life.root(w.archive), list);
    for (auto& o : page.contents) out.push_back(o.key);
    if (!page.isTruncated) return out;
    list.continuationToken = page.nextContinuationToken;
  }
}

void add_things_of(Life& life, const std::string& account, Things& out) {
  auto root = life.root(account);
  for (auto& user : life.ask(root, iam::ListUsers{}).users) {
    out["user " + account].insert(*user.userName);
    for (auto& key : life.ask(root, iam::ListAccessKeys{{}, *user.userName}).accessKeyMetadata)
      out["access key " + account].insert(key.accessKeyId);
  }
  for (auto& role : life.ask(root, iam::ListRoles{}).roles)
    if (!role.path.starts_with("/aws-service-role/")) out["role " + account].insert(role.roleName);
  for (auto region : {kRegion, kOtherRegion})
    for (auto& key : life.ask(root, kms::ListKeys{}, region).keys) out["key " + account + " " + region].insert(key.keyId);
  for (auto& trail : life.ask(root, cloudtrail::DescribeTrails{.includeShadowTrails = false}).trailList)
    if (trail.trailARN.find(":" + account + ":") != std::string::npos) out["trail " + account].insert(trail.name);
}

}  // namespace

std::vector<Entry> entries(const journal::Journal& j) {
  std::vector<Entry> out;
  j.replay(j.first() - 1, [&](journal::Sequence sequence, std::uint64_t, auto, std::span<const journal::RecordView> records) {
    for (auto& r : records) {
      Entry e{.account = std::string(r.account), .region = std::string(r.region), .json = std::string(r.json), .number = r.number, .sequence = sequence};
      auto v = base::parse_json(e.json);
      EXPECT_TRUE(v) << e.json;
      if (!v) continue;
      e.id = text_at(*v, "/eventID");
      e.request_id = text_at(*v, "/requestID");
      e.name = text_at(*v, "/eventName");
      e.error = text_at(*v, "/errorCode");
      e.category = text_at(*v, "/eventCategory");
      e.subject = subject_of(e.name, *v);
      out.push_back(std::move(e));
    }
    return true;
  });
  return out;
}

void check_streams(const journal::Journal& j, const Ledger& ledger) {
  journal::check(j);
  std::map<std::string, std::uint64_t> heads;
  for (auto& h : j.streams()) {
    heads[h.account + " " + h.region] = h.number;
    std::uint64_t expected = 0;
    j.read(h.account, h.region, 1, [&](const journal::RecordView& r) {
      EXPECT_EQ(r.number, ++expected);
      return true;
    });
    EXPECT_EQ(expected, h.number);
  }
  for (auto& [stream, number] : ledger.heads) EXPECT_GE(heads[stream], number) << stream;
}

void check_told(const std::vector<Entry>& all, const Ledger& ledger) {
  std::map<std::pair<std::string, std::string>, const Entry*> found;
  for (auto& e : all)
    if (!e.request_id.empty()) found[{e.request_id, e.account}] = &e;
  for (auto& t : ledger.told) {
    auto it = found.find({t.request_id, t.account});
    ASSERT_NE(it, found.end()) << t.operation << " of " << t.account << " was answered and has no record";
    EXPECT_EQ(it->second->error.empty(), t.error.empty()) << t.operation << ": answered \"" << t.error << "\", recorded \"" << it->second->error << "\"";
  }
}

void check_state(Life& life, const World& w, const std::vector<Entry>& all) {
  Things there;
  std::set<std::string> known;           // an account being made is no member yet, and has things already
  for (auto& stream : life.journal().streams()) known.insert(stream.account);
  for (auto& account : known) add_things_of(life, account, there);
  for (auto& a : life.ask(life.root(w.management), organizations::ListAccounts{}).accounts)
    if (a.id != w.management) there["account"].insert(a.id);
  for (auto bucket : {kArchiveBucket, kDataBucket})
    for (auto& key : object_keys(life, w, bucket)) there["object"].insert(key);
  EXPECT_EQ(there, recorded_things(all));
}

}  // namespace crash
