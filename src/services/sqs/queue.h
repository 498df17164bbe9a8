#pragma once
// A queue as requests name it, and who may do what to it.
#include "service/house.h"
#include "services/sqs/errors.h"
#include "services/sqs/state.h"

namespace sqs {

using service::Access, service::Call, service::House, service::Scope;

// A queue that is there.
struct Found {
  Scope at;                          // its account and Region
  std::string arn;
  Queue queue;
};

std::string arn_of(const House&, const Scope&, std::string_view name);
std::optional<Found> look_up(const House&, store::Txn&, const Scope&, std::string_view name);
// "arn:aws:sqs:<region>:<account>:<name>"; nothing if it is not of that form or there is no such queue.
std::optional<Found> look_up_arn(const House&, store::Txn&, std::string_view arn);

// By its URL, of which the path counts: any host, then "/account/name". Throws QueueDoesNotExist, InvalidAddress.
Found find_queue(Call&, std::string_view url);
// As this caller reaches it: under the host it came to, or under AWS's own name where a service asks.
std::string url_for(const Call&, const Scope&, std::string_view name);

// A number among the queue's attributes, or its default.
std::int64_t number(const Queue&, std::string_view attribute);
bool is_true(const Queue&, std::string_view attribute);
std::string text(const Queue&, std::string_view attribute);         // empty: not set

// Asks for an action on a queue. Callers of other accounts reach those actions that queue policies can grant.
enum class Reach : std::uint8_t { policy, owner };
Access to_queue(Call&, std::string_view action, const Found&, Reach = Reach::policy);
inline Access to_queue(Call& call, std::string_view action, std::string_view url, Reach reach = Reach::policy) {
  return to_queue(call, action, find_queue(call, url), reach);
}

void save(store::Txn&, const Found&);

}  // namespace sqs
