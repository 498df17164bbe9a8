// The archive as its keeper reads it: log files against the journal, digests against the log files.
#include "base/bytes.h"
#include "base/json.h"
#include "evidence.h"
#include "services/cloudtrail/api.h"
#include "services/cloudtrail/digest.h"
#include "services/cloudtrail/logfile.h"
#include "services/s3/api.h"

namespace crash {
namespace {

struct Listed { std::string key, hash; };
struct Digest {
  std::string key, hash, signature, start, end, fingerprint;
  std::string previous_key, previous_hash, previous_signature;
  std::vector<Listed> files;
};

// What a trail left in the bucket below its root.
struct Archive {
  std::map<std::string, std::string> files;                      // log files: key -> text
  std::map<std::string, std::vector<Digest>> chains;             // "account Region" -> digests by time
};

struct Object { std::string text; std::map<std::string, std::string> metadata; };

Object read_object(Life& life, const World& w, const std::string& key) {
  s3::GetObject get;
  get.bucket = kArchiveBucket;
  get.key = key;
  auto answer = life.call(life.root(w.archive), get);
  EXPECT_EQ(answer.error, "") << key;
  Object out;
  if (!answer.result) return out;
  EXPECT_TRUE(cloudtrail::inflate_gzip(life.content(answer.effects), out.text, 1u << 20)) << key;
  for (auto& [name, value] : answer.result->metadata) out.metadata[name] = value;
  return out;
}

std::string text(const base::JsonValue& v, std::string_view name) {
  std::string_view out;
  return v[name].get(out) == simdjson::SUCCESS ? std::string(out) : std::string();
}

Digest read_digest(const std::string& key, const Object& object) {
  Digest d{.key = key, .hash = base::hex(base::sha256(object.text))};
  if (auto it = object.metadata.find("signature"); it != object.metadata.end()) d.signature = it->second;
  auto v = base::parse_json(object.text);
  EXPECT_TRUE(v) << key;
  if (!v) return d;
  EXPECT_EQ(text(*v, "digestS3Object"), key);
  d.start = text(*v, "digestStartTime");
  d.end = text(*v, "digestEndTime");
  d.fingerprint = text(*v, "digestPublicKeyFingerprint");
  d.previous_key = text(*v, "previousDigestS3Object");
  d.previous_hash = text(*v, "previousDigestHashValue");
  d.previous_signature = text(*v, "previousDigestSignature");
  simdjson::dom::array files;
  EXPECT_EQ((*v)["logFiles"].get(files), simdjson::SUCCESS);
  for (auto f : files) d.files.push_back({text(f, "s3Object"), text(f, "hashValue")});
  return d;
}

// "account Region" of <root><account>/<kind>/<Region>/...
std::string stream_of(std::string_view below_root) {
  auto account = below_root.substr(0, 12), rest = below_root.substr(below_root.find('/', 13) + 1);
  return std::string(account) + " " + std::string(rest.substr(0, rest.find('/')));
}

// All below root + only.
Archive read_archive(Life& life, const World& w, const std::string& root, const std::string& only = "") {
  Archive out;
  s3::ListObjectsV2 list{{.bucket = kArchiveBucket}};
  list.prefix = root + only;
  for (;;) {
    auto page = life.ask(life.root(w.archive), list);
    for (auto& o : page.contents) {
      if (o.key.ends_with("/")) continue;                        // the access test's markers
      std::string below = o.key.substr(root.size());
      auto object = read_object(life, w, o.key);
      if (below.find("/CloudTrail-Digest/") == std::string::npos) out.files[o.key] = object.text;
      else out.chains[stream_of(below)].push_back(read_digest(o.key, object));
    }
    if (!page.isTruncated) break;
    list.continuationToken = page.nextContinuationToken;
  }
  for (auto& [stream, chain] : out.chains) std::sort(chain.begin(), chain.end(), [](auto& a, auto& b) { return a.end < b.end; });
  return out;
}

// The files hold records of the journal, byte for byte, each once. Answers their event ids.
std::set<std::string> check_files(const Archive& archive, const std::string& root, const std::map<std::string, const Entry*>& by_id) {
  std::set<std::string> delivered;
  for (auto& [key, content] : archive.files) {
    auto v = base::parse_json_owned(content);
    simdjson::dom::array records;
    EXPECT_TRUE(v && v->root["Records"].get(records) == simdjson::SUCCESS) << key;
    std::string again;
    for (auto r : records) {
      auto it = by_id.find(text(r, "eventID"));
      if (it == by_id.end()) { ADD_FAILURE() << key << " has a record that the journal has not"; continue; }
      const Entry& e = *it->second;
      EXPECT_EQ(e.account + " " + e.region, stream_of(std::string_view(key).substr(root.size())));
      EXPECT_TRUE(delivered.insert(e.id).second) << e.name << " of " << e.account << " was delivered twice";
      again += (again.empty() ? "{\"Records\":[" : ",") + e.json;
    }
    EXPECT_EQ(content, again + "]}") << key;
  }
  return delivered;
}

using PublicKeys = std::map<std::string, std::string>;           // fingerprint -> PKCS #1

PublicKeys public_keys(Life& life, const World& w) {
  PublicKeys out;
  for (auto region : {kRegion, kOtherRegion})
    for (auto& k : life.ask(life.root(w.management), cloudtrail::ListPublicKeys{}, region).publicKeyList) out[k.fingerprint] = k.value.bytes;
  return out;
}

// One chain from a first digest without a predecessor on, without a gap in time, each signed.
void check_chain(const std::vector<Digest>& chain, const PublicKeys& keys) {
  Digest before;
  for (auto& d : chain) {
    EXPECT_EQ(d.previous_key, before.key) << d.key;
    EXPECT_EQ(d.previous_hash, before.hash) << d.key;
    EXPECT_EQ(d.previous_signature, before.signature) << d.key;
    EXPECT_EQ(d.start, before.key.empty() ? d.start : before.end) << d.key;
    auto key = keys.find(d.fingerprint);
    auto signature = base::unhex(d.signature);
    ASSERT_TRUE(key != keys.end() && signature) << d.key;
    EXPECT_TRUE(base::rsa_verify_sha256(key->second, cloudtrail::string_to_sign(d.end, kArchiveBucket, d.key, d.hash, d.previous_signature), *signature)) << d.key;
    before = d;
  }
}

void check_digests(const Archive& archive, const PublicKeys& keys) {
  std::set<std::string> listed;
  for (auto& [stream, chain] : archive.chains) {
    check_chain(chain, keys);
    for (auto& d : chain)
      for (auto& f : d.files) {
        EXPECT_TRUE(listed.insert(f.key).second) << f.key << " is listed twice";
        auto it = archive.files.find(f.key);
        ASSERT_NE(it, archive.files.end()) << f.key << " is listed and not there";
        EXPECT_EQ(f.hash, base::hex(base::sha256(it->second))) << f.key;
      }
  }
  for (auto& [key, content] : archive.files) EXPECT_TRUE(listed.contains(key)) << key << " is in no digest";
}

// The journal's sequence of the account's last successful call of that name; 0: there was none.
journal::Sequence last_of(const std::vector<Entry>& all, const std::string& account, const std::string& name) {
  journal::Sequence out = 0;
  for (auto& e : all) if (e.account == account && e.name == name && e.error.empty()) out = e.sequence;
  return out;
}

// Since when the accounts that were made are members.
std::map<std::string, journal::Sequence> joined(const std::vector<Entry>& all) {
  std::map<std::string, journal::Sequence> out;
  for (auto& e : all)
    if (e.name == "CreateAccountResult") out[e.subject] = e.sequence;
  return out;
}

std::string named(const Entry& e) { return e.name + " number " + std::to_string(e.number) + " of " + e.account + " " + e.region; }

}  // namespace

void check_archive(Life& life, const World& w) {
  flush(life);
  // Delivery is recorded too: what the last one leaves behind is not yet delivered.
  const auto owed = life.journal().durable();
  flush(life);
  const auto all = entries(life.journal());
  std::map<std::string, const Entry*> by_id;
  for (auto& e : all) EXPECT_TRUE(by_id.emplace(e.id, &e).second) << "the event id " << e.id << " is not unique";
  const auto keys = public_keys(life, w);

  const std::string of_organization = "AWSLogs/" + w.organization + "/", of_member = "AWSLogs/";
  auto archive = read_archive(life, w, of_organization);
  auto delivered = check_files(archive, of_organization, by_id);
  auto since = joined(all);
  since[w.management] = last_of(all, w.management, "StartLogging");
  for (auto& e : all) {
    const bool wanted = e.category == "Management" && since.contains(e.account) && e.sequence >= std::max(since[e.account], since[w.management]);
    if (!wanted || e.sequence <= owed) {
      EXPECT_EQ(delivered.contains(e.id), wanted) << named(e);
    }
  }
  check_digests(archive, keys);

  // The member's own trail, of one Region, was stopped again.
  archive = read_archive(life, w, of_member, w.archive + "/");
  delivered = check_files(archive, of_member, by_id);
  // A stop that was durable and never answered is asked for once more: it was the first that stopped it.
  const auto begin = last_of(all, w.archive, "StartLogging");
  journal::Sequence end = 0;
  for (auto& e : all) if (!end && e.account == w.archive && e.name == "StopLogging" && e.error.empty() && e.sequence > begin) end = e.sequence;
  ASSERT_TRUE(begin && end > begin);
  for (auto& e : all)
    if (e.category == "Management" && e.account == w.archive && e.region == kRegion && e.sequence >= begin && e.sequence <= end) {
      EXPECT_TRUE(delivered.contains(e.id)) << named(e);
    }
  check_digests(archive, keys);
}

}  // namespace crash
