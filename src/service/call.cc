#include "service/call.h"

#include "service/house.h"
#include "service/outbox.h"

namespace service {

PrincipalPtr service_principal(std::string_view host, std::string_view source_arn, std::string_view source_account) {
  auto p = std::make_shared<Principal>();
  p->who = Who::service;
  p->identity = {.type = "AWSService", .invoked_by = std::string(host)};
  p->service = host;
  p->source_arn = source_arn;
  p->source_account = source_account;
  return p;
}

Call::Call(House& house, store::Txn& txn, PrincipalPtr caller, Scope scope, Peer peer, Effects& effects)
    : house_(house), txn_(txn), caller_(std::move(caller)), scope_(std::move(scope)), peer_(std::move(peer)), effects_(effects), now_(house.clock.now()) {}

Box Call::ask(std::string_view name, const void* request) {
  auto found = house_.find(name);
  if (!found.operation) throw ApiError{"InternalFailure", 500, "no operation " + std::string(name)};
  if (found.operation->effect != Effect::read) std::abort();      // a handler may ask, never command
  Call inner = *this;
  inner.request_id_ = found.service->make_request_id ? found.service->make_request_id() : base::uuid();
  inner.record_region_.clear();
  inner.body = nullptr;
  return house_.perform(*found.service, *found.operation, request, inner);
}

bool Call::may(std::string_view name, const void* request) {
  auto found = house_.find(name);
  if (!found.operation) return false;
  Call inner = *this;
  inner.body = nullptr;
  return house_.would_allow(*found.service, *found.operation, request, inner);
}

Call Call::as(PrincipalPtr who) const {
  Call c = *this;
  c.caller_ = std::move(who);
  if (c.caller_->who == Who::service) c.peer_ = {.source_ip = c.caller_->service, .user_agent = c.caller_->service, .host = peer_.host};
  return c;
}

Call Call::via(std::string_view host) const {
  Call c = *this;
  if (c.caller_->who == Who::service) return c;      // a service acting as itself stays itself
  c.peer_ = {.source_ip = std::string(host), .user_agent = std::string(host), .host = std::string(host),
             .via = peer_.via.empty() ? std::string(host) : peer_.via + " " + std::string(host)};
  return c;
}

Call Call::at(Scope scope) const {
  Call c = *this;
  c.scope_ = std::move(scope);
  return c;
}

void Call::later(std::string_view kind, std::string payload) { put_outbox(txn_, {std::string(kind), std::move(payload), now_, 0}); }

}  // namespace service
