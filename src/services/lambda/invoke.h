#pragma once
// Invocations: those a caller waits for, begun while its request waits at the gateway, and events, kept in the queue.
#include <mutex>

#include "service/operation.h"
#include "services/lambda/names.h"
#include "services/lambda/runtime/host.h"

namespace lambda {

// An invocation that was begun for a request, for as long as the request lives or the function runs.
struct Running {
  std::string request_id, version;               // version: the one that was chosen
  std::optional<ApiError> refusal;               // it was not begun
  base::Time begun;                              // of the machine's clock
  std::mutex mutex;
  std::optional<runtime::Outcome> outcome;       // guarded by mutex
};

std::vector<Access> to_invoke(const Invoke&, Call&);
std::optional<service::Patience> await_outcome(const Invoke&, Call&);
InvocationResponse invoke(const Invoke&, Call&);
Access to_invoke_async(const InvokeAsync&, Call&);
InvokeAsyncResponse invoke_async(const InvokeAsync&, Call&);
void tell_version(Call&, const service::Operation&, const void* request, const void* result, std::string& json);      // of the record

// The version an invocation runs: aliases decide by their weights. Throws ResourceNotFoundException, ResourceConflictException.
Version chosen_version(House&, store::Txn&, const Target&);
ApiError throttled();

}  // namespace lambda
