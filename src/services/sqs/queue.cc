#include "services/sqs/queue.h"

#include <array>
#include <charconv>

#include "base/arn.h"

namespace sqs {
namespace {

struct Default { std::string_view name; std::int64_t value; };
constexpr auto kDefaults = std::to_array<Default>({{"DelaySeconds", 0}, {"MaximumMessageSize", 1'048'576}, {"MessageRetentionPeriod", 345'600},
                                                   {"ReceiveMessageWaitTimeSeconds", 0}, {"VisibilityTimeout", 30}, {"KmsDataKeyReusePeriodSeconds", 300}});

ApiError invalid_address(std::string_view url) {
  return {"InvalidAddress", 404, "The address " + std::string(url) + " is not valid for this endpoint."};
}

}  // namespace

std::string arn_of(const House& house, const Scope& at, std::string_view name) {
  return "arn:" + house.settings.partition + ":sqs:" + at.region + ":" + at.account + ":" + std::string(name);
}

std::optional<Found> look_up(const House& house, store::Txn& txn, const Scope& at, std::string_view name) {
  auto queue = store::Bound<Queue>(txn, kQueues, at.account, at.region).get(name);
  if (!queue) return {};
  return Found{at, arn_of(house, at, name), std::move(*queue)};
}

std::optional<Found> look_up_arn(const House& house, store::Txn& txn, std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "sqs" || !base::is_account_id(arn->account)) return {};
  return look_up(house, txn, {std::string(arn->account), std::string(arn->region)}, arn->resource);
}

Found find_queue(Call& call, std::string_view url) {
  std::string_view path = url;
  if (auto scheme = path.find("://"); scheme != path.npos) {
    path.remove_prefix(scheme + 3);
    auto slash = path.find('/');
    if (slash == path.npos) throw invalid_address(url);
    path.remove_prefix(slash);
  }
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  auto slash = path.find('/');
  if (slash == path.npos || !base::is_account_id(path.substr(0, slash))) throw invalid_address(url);
  auto found = look_up(call.house(), call.txn(), {std::string(path.substr(0, slash)), call.scope().region}, path.substr(slash + 1));
  if (!found) throw no_queue();
  return std::move(*found);
}

std::string url_for(const Call& call, const Scope& at, std::string_view name) {
  auto& peer = call.peer();
  if (call.caller().who == service::Who::service || !peer.via.empty() || peer.host.empty()) return url_of(at.region, at.account, name);
  return (peer.tls_version.empty() ? "http://" : "https://") + peer.host + "/" + at.account + "/" + std::string(name);
}

std::string text(const Queue& queue, std::string_view attribute) {
  auto it = queue.attributes.find(std::string(attribute));
  return it == queue.attributes.end() ? std::string() : it->second;
}

std::int64_t number(const Queue& queue, std::string_view attribute) {
  std::int64_t value = 0;
  for (auto& d : kDefaults) if (d.name == attribute) value = d.value;
  std::string set = text(queue, attribute);
  std::from_chars(set.data(), set.data() + set.size(), value);
  return value;
}

bool is_true(const Queue& queue, std::string_view attribute) { return text(queue, attribute) == "true"; }

Access to_queue(Call& call, std::string_view action, const Found& found, Reach reach) {
  Access out{.action = action, .resource = found.arn, .owner = found.at.account, .type = "AWS::SQS::Queue"};
  for (auto& [key, value] : found.queue.tags) out.keys.push_back({"aws:ResourceTag/" + key, {value}});
  if (std::string policy = text(found.queue, "Policy"); !policy.empty() && (reach == Reach::policy || call.caller().account() == found.at.account))
    out.resource_policy = call.house().compiled(policy);
  return out;
}

void save(store::Txn& txn, const Found& f) { store::Bound<Queue>(txn, kQueues, f.at.account, f.at.region).put(f.queue.name, f.queue); }

}  // namespace sqs
