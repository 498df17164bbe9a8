#pragma once
// Names and ARNs of buses and rules, and which of them a caller means.
#include "service/house.h"
#include "services/events/state.h"

namespace events {

service::ApiError error(std::string_view code, std::string message);       // all of EventBridge's own are 400
service::ApiError invalid(std::string message);                            // ValidationException
service::ApiError not_found(std::string message);
service::ApiError limit_exceeded();

struct BusRef { std::string account, region, name; };
std::string bus_arn(const BusRef&);
std::string rule_arn(const BusRef&, std::string_view rule);

// Nothing means the caller's default bus, a bare name one of the caller's in this Region.
BusRef bus_ref(std::string_view name_or_arn, const service::Call&);
template <class T> BusRef bus_ref(const std::optional<T>& name, const service::Call& call) { return bus_ref(name ? std::string_view(*name) : std::string_view(), call); }

// nullopt where there is none. The default bus is always there.
std::optional<BusRecord> find_bus(store::Txn&, const BusRef&);
BusRecord existing_bus(const BusRef&, service::Call&);                     // throws ResourceNotFoundException
// For rules: of the caller's own. Throws ValidationException for another account's.
BusRecord own_bus(const BusRef&, service::Call&);
void put_bus(store::Txn&, const BusRef&, const BusRecord&);

std::string rule_key(std::string_view bus, std::string_view rule);
RuleRecord existing_rule(const BusRef&, const std::string& name, service::Call&);
std::vector<Target> targets_of(store::Txn&, const BusRef&, std::string_view rule);

std::shared_ptr<const policy::Document> policy_of(const BusRecord&, service::House&);

// Tags of a request as condition keys.
template <class A> void add_request_tags(A& access, const std::optional<Tags>& tags) {
  if (!tags) return;
  std::vector<std::string> names;
  for (auto& t : *tags) {
    access.keys.push_back({"aws:RequestTag/" + t.key, {t.value}});
    names.push_back(t.key);
  }
  access.keys.push_back({"aws:TagKeys", std::move(names)});
}
void add_resource_tags(service::Access&, const std::map<std::string, std::string>&);
// Throws where there would be more than fifty, or a key is doubled or reserved.
void set_tags(std::map<std::string, std::string>& on, const Tags&, const service::Call&);

// Pages: the token is the last key shown.
std::string page_after(const std::optional<NextToken>&);                   // throws ValidationException
inline std::size_t page_limit(const std::optional<PageSize>& limit) { return limit ? std::size_t(limit->value) : 100; }
std::string page_token(std::string_view last_key);

// Shows rows whose keys begin with `begin`; show(row) answers whether it counts. The answer is the next page's token.
template <class R, class Show>
std::optional<std::string> page(const store::Bound<R>& table, const std::string& begin, const std::optional<NextToken>& token, const std::optional<PageSize>& limit, Show show) {
  std::size_t left = page_limit(limit);
  std::string last = page_after(token), from = last.empty() ? begin : std::max(begin, last + '\0');
  std::optional<std::string> next;
  table.each(begin, from, [&](std::string_view key, R row) {
    if (left == 0) { next = page_token(last); return false; }
    if (show(std::move(row))) { --left; last = key; }
    return true;
  });
  return next;
}

}  // namespace events
