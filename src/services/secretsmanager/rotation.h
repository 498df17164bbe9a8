#pragma once
// Rotation by a Lambda function, in four steps. Each is begun by Secrets Manager itself as an event invocation, whose end
// Lambda tells in the outbox. Source: Secrets Manager User Guide, "Rotation by Lambda function".
#include "service/outbox.h"
#include "services/secretsmanager/api_settings.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

std::vector<Access> to_rotate_secret(const RotateSecret&, Call&);
Access to_cancel_rotate_secret(const CancelRotateSecret&, Call&);

NamedVersion rotate_secret(const RotateSecret&, Call&);
NamedVersion cancel_rotate_secret(const CancelRotateSecret&, Call&);

// A new current value that no rotation makes ends the one under way. The record is changed, not stored.
void abandon_rotation(Call&, Found&, const std::string& version, const std::vector<std::string>& stages);

// Begins what is due, inside the worker's Txn. The record is changed, not stored.
void begin_due_rotation(House&, store::Txn&, const Scope&, SecretRecord&, base::Time now);

std::vector<service::OutboxHandler> rotation_handlers();

}  // namespace secretsmanager
