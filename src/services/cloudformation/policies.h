#pragma once
// What is said beside properties, in CreationPolicy, UpdatePolicy and RollbackConfiguration, and how much of it is done here.
#include "services/cloudformation/api_words.h"
#include "services/cloudformation/blueprint.h"

namespace cloudformation {

// What a creation waits for: so many signals of success within so many seconds. An evaluated CreationPolicy.
// Throws language::Fault where it cannot be read.
struct AwaitedSignals { std::int64_t count = 0, seconds = 0; };
AwaitedSignals awaited_signals(const std::string& logical, const language::Value& creation_policy);

// Refuses what nobody here would carry out: deployments by CodeDeploy, hooks. What AWS itself ignores for a type is ignored.
// Throws ValidationError, language::Fault.
void check_policies(const Blueprint&);

// Throws ValidationError where a trigger is no alarm.
void check_rollback(const RollbackConfiguration&);

}  // namespace cloudformation
