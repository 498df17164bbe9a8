#pragma once
// A worker's calls that follow one another: each ordered in the journal when this returns, none waited for. They share the
// syncs that calls made one by one would each wait for. What is appended later is durable later, so that nobody sees an
// effect outlive its cause; whoever needs more settles.
#include "service/house.h"

namespace service {

// As House::act. Throws ApiError when the call is refused: the attempt is recorded, its state was taken back.
Box act_in_turn(House&, std::string_view operation, const void* request, PrincipalPtr, Scope, const House::Finish& = {}, store::Body* = nullptr);

template <class Q>
typename Q::Result act_in_turn(House& house, PrincipalPtr who, Scope scope, const Q& request, const House::Beside& beside = {}, store::Body* body = nullptr) {
  House::Finish finish;
  if (beside) finish = [&](store::Txn& txn, const void*) { beside(txn); };
  Box answer = act_in_turn(house, Q::operation, &request, std::move(who), std::move(scope), finish, body);
  return std::move(*static_cast<typename Q::Result*>(answer.get()));
}

void note_in_turn(House&, const House::Beside& write);      // as House::note

// Until all that was appended is durable.
void settle(House&);

}  // namespace service
