#include "service/in_turn.h"

namespace service {

Box act_in_turn(House& house, std::string_view name, const void* request, PrincipalPtr who, Scope scope, const House::Finish& finish, store::Body* body) {
  auto found = house.find(name);
  if (!found.operation) throw ApiError{"InternalFailure", 500, "no operation " + std::string(name)};
  store::Txn txn = found.operation->effect == Effect::write || finish ? house.store.write() : house.store.read();
  Effects effects;
  const std::string host = who->who == Who::service ? who->service : who->identity.invoked_by;
  Peer peer{.source_ip = host, .user_agent = host, .host = host};
  if (host.empty()) peer = {.source_ip = "127.0.0.1", .user_agent = "orgtrail", .host = "orgtrail"};
  Call call(house, txn, std::move(who), std::move(scope), std::move(peer), effects);
  call.set_request_id(found.service->make_request_id ? found.service->make_request_id() : base::uuid());
  call.body = body;
  try {
    Box result = house.perform(*found.service, *found.operation, request, call);
    if (finish) finish(txn, result.get());
    const auto sequence = house.store.commit(std::move(txn));
    if (effects.forgotten.empty()) return result;
    house.journal.wait(sequence);                      // bodies go when nothing durable names them
    for (auto& place : effects.forgotten) house.blobs.remove(place);
    return result;
  } catch (const ApiError&) {
    house.store.commit(std::move(txn));
    throw;
  }
}

void note_in_turn(House& house, const House::Beside& write) {
  store::Txn txn = house.store.write();
  write(txn);
  house.store.commit(std::move(txn));
}

void settle(House& house) { house.journal.wait(house.journal.appended()); }

}  // namespace service
