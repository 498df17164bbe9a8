// The only road: validate, authorize, run, record. An attempt that fails leaves no state, but its record.
#include <set>

#include "service/house.h"
#include "service/trace.h"
#include "shape/validate.h"

namespace service {
namespace {

ApiError invalid(const Service& s, const std::vector<std::string>& faults) {
  std::string_view code = !s.invalid_code.empty() ? s.invalid_code : s.protocol == wire::Protocol::query ? "ValidationError" : "ValidationException";
  return {std::string(code), 400, s.invalid_message.empty() ? shape::validation_message(faults) : std::string(s.invalid_message)};
}

// What is missing has no other fault: a required text that is not there is not too short as well.
void add_faults(const std::vector<std::string>& faults, std::vector<std::string>& missing) {
  auto place = [](std::string_view fault) {
    auto end = fault.find("' failed to satisfy constraint: "), begin = fault.rfind(" at '", end);
    return begin < end && end != fault.npos ? fault.substr(begin, end - begin) : std::string_view();
  };
  std::set<std::string, std::less<>> absent;
  for (auto& fault : missing) absent.emplace(place(fault));
  for (auto& fault : faults) if (!absent.contains(place(fault))) missing.push_back(fault);
}

}  // namespace

Box House::perform(const Service& service, const Operation& operation, const void* request, Call& call, std::vector<std::string> missing) {
  const auto before = call.txn().mark();
  Attempt attempt{service, operation, request, call};
  try {
    auto faults = shape::violations(*operation.request, request);
    add_faults(faults, missing);
    if (!missing.empty()) throw invalid(service, missing);
    attempt.accesses = operation.access(request, call);
    for (auto& access : attempt.accesses) if (!access.action.empty()) authorize(service, call, access);
    attempt.authorized = true;
    Box result = operation.run(request, call);
    write_records(attempt, result.get(), nullptr);
    return result;
  } catch (const ApiError& e) {
    call.txn().back_to(before);
    call.effects() = {};
    write_records(attempt, nullptr, &e);
    throw;
  }
}

bool House::would_allow(const Service& service, const Operation& operation, const void* request, Call& call) {
  try {
    for (auto& access : operation.access(request, call)) if (!access.action.empty()) authorize(service, call, access);
    return true;
  } catch (const ApiError&) {
    return false;
  }
}

std::optional<Patience> House::patience(const Service& service, const Operation& operation, const void* request, const PrincipalPtr& caller, const Scope& scope,
                                        const Peer& peer, bool admitted) {
  if (!operation.wait || !shape::violations(*operation.request, request).empty()) return {};
  store::Txn txn = store.read();
  Effects effects;
  Call call(*this, txn, caller, scope, peer, effects);
  try {
    if (!admitted && !would_allow(service, operation, request, call)) return {};
    return operation.wait(request, call);
  } catch (const ApiError&) {
    return {};
  }
}

Reply House::refuse(const Service& service, std::string_view name, const ApiError& error, PrincipalPtr caller, Scope scope, Peer peer) {
  Reply reply;
  store::Txn txn = store.read();
  Call call(*this, txn, std::move(caller), std::move(scope), std::move(peer), reply.effects);
  call.set_request_id(service.make_request_id ? service.make_request_id() : base::uuid());
  Operation unknown{name, Effect::write, shape::of<shape::Nothing>(), shape::of<shape::Nothing>(), nullptr, nullptr, nullptr};
  write_records({service, unknown, nullptr, call}, nullptr, &error);
  reply.error = error;
  reply.request_id = call.request_id();
  reply.sequence = store.commit(std::move(txn), store::Store::Writer::caller);
  return reply;
}

}  // namespace service
