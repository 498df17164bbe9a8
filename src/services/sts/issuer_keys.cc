#include "services/sts/issuer_keys.h"

#include "base/json.h"
#include "service/outgoing.h"

namespace sts {
namespace {

constexpr auto kGood = std::chrono::hours(1), kStale = std::chrono::hours(24);
constexpr auto kPause = std::chrono::seconds(5), kPatience = std::chrono::seconds(2);
constexpr std::size_t kMostSets = 1'000;

service::OutgoingAnswer get(const std::string& url, const iam::Issuer& issuer) {
  return service::send_outgoing({.method = "GET", .url = url, .headers = {{"Accept", "application/json"}}, .seconds = 5, .most = 256u << 10,
                                 .thumbprints = issuer.thumbprints});
}

// Where the issuer says its keys are; it must call itself what it was called.
std::string key_url(std::string_view json, const iam::Issuer& issuer) {
  auto parsed = base::parse_json(json);
  simdjson::dom::object document;
  std::string_view self, url;
  if (!parsed || parsed->get(document) || document.at_key("issuer").get(self) || document.at_key("jwks_uri").get(url)) return {};
  auto target = service::parse_url(url);
  return self == issuer.url && target && target->tls ? std::string(url) : std::string();
}

IssuerKeys::Found fetched(const iam::Issuer& issuer) {
  using Fault = IssuerKeys::Fault;
  std::string root = issuer.url;
  while (root.ends_with('/')) root.pop_back();
  auto document = get(root + "/.well-known/openid-configuration", issuer);
  if (document.status == 0 || document.status >= 500) return {{}, Fault::unreachable};
  std::string url = document.status == 200 ? key_url(document.body, issuer) : std::string();
  if (url.empty()) return {{}, Fault::useless};
  auto answer = get(url, issuer);
  if (answer.status == 0 || answer.status >= 500) return {{}, Fault::unreachable};
  auto keys = answer.status == 200 ? read_web_keys(answer.body) : std::nullopt;
  if (!keys || keys->empty()) return {{}, Fault::useless};
  return {std::move(*keys)};
}

std::vector<WebKey> fitting(const std::vector<WebKey>& keys, const WebToken& token) {
  std::vector<WebKey> out;
  for (auto& key : keys) if (token.key_id.empty() ? keys.size() == 1 : key.id == token.key_id) out.push_back(key);
  return out;
}

}  // namespace

std::string IssuerKeys::name(const iam::Issuer& issuer) {
  std::string out = issuer.url;
  for (auto& t : issuer.thumbprints) out += ' ' + t;
  return out;
}

bool IssuerKeys::worth_asking(const Set& set, const WebToken& token) const {
  const auto now = Clock::now();
  if (set.asked != Clock::time_point() && now - set.asked < kPause) return false;
  return set.keys.empty() || now - set.answered > kGood || fitting(set.keys, token).empty();
}

IssuerKeys::Found IssuerKeys::known(const iam::Issuer& issuer, const WebToken& token) {
  std::lock_guard lock(mutex_);
  auto it = sets_.find(name(issuer));
  if (it == sets_.end()) return {{}, Fault::unreachable};
  auto& set = it->second;
  if (set.keys.empty() || Clock::now() - set.answered > kStale) return {{}, set.fault == Fault::none ? Fault::unreachable : set.fault};
  auto keys = fitting(set.keys, token);
  return {keys, keys.empty() ? Fault::useless : Fault::none};
}

void IssuerKeys::learn(const iam::Issuer& issuer, const WebToken& token) {
  const std::string key = name(issuer);
  auto worth = [&] {
    std::lock_guard lock(mutex_);
    auto it = sets_.find(key);
    return it == sets_.end() || worth_asking(it->second, token);
  };
  if (!worth()) return;
  std::unique_lock turn(asking_, kPatience);
  if (!turn.owns_lock() || !worth()) return;           // who had the turn before may have learned the same
  auto found = fetched(issuer);
  std::lock_guard lock(mutex_);
  if (sets_.size() >= kMostSets) sets_.clear();
  auto& set = sets_[key];
  set.asked = Clock::now();
  set.fault = found.fault;
  if (found.fault != Fault::none) return;
  set.answered = set.asked;
  set.keys = std::move(found.keys);
}

}  // namespace sts
