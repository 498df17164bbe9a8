#include "services/cloudformation/responses.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation {

using language::Value;

namespace {

constexpr std::string_view kResponses = "cloudformation-custom-resource-response-", kSignalsBucket = "cloudformation-waitcondition-";
constexpr std::size_t kLongest = 4096;           // bytes of an answer
constexpr std::size_t kMostSignals = 1000;       // of one resource

std::string without_dashes(std::string_view region) {
  std::string out;
  for (char c : region) if (c != '-') out += c;
  return out;
}

std::string signature(const House& house, std::string_view bucket, std::string_view name, std::string_view expires) {
  std::string text(bucket);
  ((((text += '\n') += name) += '\n') += expires);
  return base::base64url(base::hmac_sha256(house.key_for("cloudformation responses"), text));
}

std::string value_in(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return base::percent_decode(pair.substr(name.size() + 1)).value_or("");
  }
  return {};
}

std::optional<Addressee> addressee(std::string_view name) {
  Addressee a;
  auto bar = name.find('|');
  if (bar == name.npos) return {};
  a.stack_arn = name.substr(0, bar);
  name.remove_prefix(bar + 1);
  bar = name.find('|');
  a.logical = name.substr(0, bar);
  if (bar != name.npos) a.token = name.substr(bar + 1);
  return a;
}

Place place_in(std::string_view stack_arn) {
  auto arn = base::parse_arn(stack_arn);
  if (!arn) return {};
  return {std::string(arn->account), std::string(arn->region), id_in(stack_arn)};
}

std::string bound_to(std::string_view arn, std::string_view logical) { return "signal/" + std::string(arn) + "/" + std::string(logical); }

// What was sent, read; a response that cannot be read is a failure that says so.
struct Read { std::string name; SignalRecord signal; };
Read read(const House& house, const Addressee& to, std::string_view body) {
  Read out{to.token, {.status = "FAILED", .reason = {}, .physical = {}, .data = {}, .no_echo = false, .time = house.clock.now()}};
  if (body.size() > kLongest) {
    out.signal.reason = "Response object is too long.";
    return out;
  }
  try {
    Value json = language::from_json(body);
    if (!json.is_map()) throw language::Fault{"it is no object"};
    std::string status = json.text_of("Status");
    if (to.token.empty()) {
      out.name = json.text_of("UniqueId");
      if (out.name.empty() || out.name.size() > 64) throw language::Fault{"UniqueId is missing"};
      status = status == "FAILURE" ? "FAILED" : status;
    }
    if (status != "SUCCESS" && status != "FAILED") throw language::Fault{"Status must be SUCCESS or FAILED"};
    out.signal.status = status;
    out.signal.reason = json.text_of("Reason");
    out.signal.physical = json.text_of("PhysicalResourceId");
    out.signal.no_echo = json.text_of("NoEcho") == "true";
    if (auto* data = json.find("Data"); data && !data->is_null()) out.signal.data = sealed(house, language::to_json(*data), bound_to(to.stack_arn, to.logical));
    if (out.signal.physical.size() > 1024) throw language::Fault{"PhysicalResourceId is longer than 1024 bytes"};
  } catch (const language::Fault& f) {
    out.signal.status = "FAILED";
    out.signal.reason = "Invalid response object: " + f.message;
  }
  return out;
}

// Whether that change of the resource still waits for its answer.
bool is_expected(store::Txn& txn, const Place& place, const Addressee& to) {
  auto row = at(txn, kResources, place).get(store::joined(place.stack, to.logical));
  if (row && row->token == to.token) return true;
  bool found = false;
  each_of(txn, kLeftovers, place, [&](std::string_view, ResourceRecord r) { found = found || (r.logical == to.logical && r.token == to.token); });
  return found;
}

bool is_full(store::Txn& txn, const Place& place, const Addressee& to) {
  std::size_t there = 0;
  const std::string prefix = store::joined(place.stack, to.logical, "");
  at(txn, kSignals, place).each(prefix, prefix, [&](std::string_view, SignalRecord) { return ++there < kMostSignals; });
  return there >= kMostSignals;
}

void keep(House& house, const Addressee& to, const Read& r) {
  const Place place = place_in(to.stack_arn);
  house.note([&](store::Txn& txn) {
    auto stack = find_by_arn(txn, to.stack_arn);
    if (!stack || stack->deleted.ms) return;
    const std::string key = store::joined(place.stack, to.logical, r.name);
    if (at(txn, kSignals, place).has(key)) return;         // the first counts
    if (to.token.empty() ? !is_full(txn, place, to) : is_expected(txn, place, to)) at(txn, kSignals, place).put(key, r.signal);
  });
}

}  // namespace

std::string response_address(const House& house, std::string_view region, std::string_view arn, std::string_view logical, std::string_view token, base::Time expires) {
  const std::string bucket = token.empty() ? std::string(kSignalsBucket) + std::string(region) : std::string(kResponses) + without_dashes(region);
  std::string name(arn);
  (name += '|') += logical;
  if (!token.empty()) (name += '|') += token;
  const std::string until = std::to_string(expires.s());
  return "https://" + bucket + ".s3.amazonaws.com/" + base::percent_encode(name) + "?Expires=" + until + "&Signature=" + base::percent_encode(signature(house, bucket, name, until));
}

std::optional<Addressee> addressee_of(std::string_view address) {
  constexpr std::string_view kScheme = "https://";
  if (!address.starts_with(kScheme)) return {};
  address.remove_prefix(kScheme.size());
  auto slash = address.find('/'), mark = address.find('?');
  if (slash == address.npos || !is_response_bucket(address.substr(0, address.find('.')))) return {};
  auto name = base::percent_decode(address.substr(slash + 1, mark == address.npos ? mark : mark - slash - 1));
  return name ? addressee(*name) : std::nullopt;
}

std::vector<std::pair<std::string, SignalRecord>> signals_of(House& house, std::string_view arn, std::string_view logical, base::Time since) {
  std::vector<std::pair<std::string, SignalRecord>> out;
  const Place place = place_in(arn);
  store::Txn txn = house.store.read();
  const std::string prefix = store::joined(place.stack, logical, "");
  at(txn, kSignals, place).each(prefix, prefix, [&](std::string_view key, SignalRecord s) {
    if (s.time >= since) out.emplace_back(key.substr(prefix.size()), std::move(s));
    return true;
  });
  return out;
}

std::string data_of(const House& house, const SignalRecord& s, std::string_view arn, std::string_view logical) { return opened(house, s.data, bound_to(arn, logical)); }

bool is_response_bucket(std::string_view bucket) { return bucket.starts_with(kResponses) || bucket.starts_with(kSignalsBucket); }

service::DoorAnswer take_response(House& house, std::string_view bucket, std::string_view method, std::string_view path, std::string_view query, std::string_view body) {
  if (method != "PUT") return {405, "MethodNotAllowed", "The specified method is not allowed against this resource."};
  auto name = path.empty() ? std::nullopt : base::percent_decode(path.substr(1));
  const std::string expires = value_in(query, "Expires");
  if (!name || !base::equal_in_constant_time(signature(house, bucket, *name, expires), value_in(query, "Signature")))
    return {403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method."};
  if (house.clock.now().s() > std::atoll(expires.c_str())) return {403, "AccessDenied", "Request has expired"};
  if (auto to = addressee(*name)) keep(house, *to, read(house, *to, body));
  return {};
}

}  // namespace cloudformation
