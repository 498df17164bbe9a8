#pragma once
// What Secrets Manager itself does is recorded as its service events. Source: Secrets Manager User Guide, "CloudTrail entries".
#include "services/secretsmanager/state.h"

namespace secretsmanager {

struct Happening { std::string name /* RotationStarted */, arn, version /* empty: of the secret as a whole */; };
void record_happening(store::Txn&, const service::Scope&, base::Time, const Happening&);

}  // namespace secretsmanager
