#include "services/secretsmanager/secretsmanager.h"

#include "services/secretsmanager/lists.h"
#include "services/secretsmanager/passwords.h"
#include "services/secretsmanager/policies.h"
#include "services/secretsmanager/replicas.h"
#include "services/secretsmanager/rotation.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/tags.h"
#include "services/secretsmanager/values.h"

namespace secretsmanager {

using service::Effect, service::operation;

service::Service secretsmanager() {
  return {.name = "secretsmanager", .event_source = "secretsmanager.amazonaws.com", .protocol = wire::Protocol::json11, .version = "secretsmanager",
          .message_key = "Message",
          .operations = {
              operation<to_create_secret, create_secret>("CreateSecret", Effect::write),
              operation<to_update_secret, update_secret>("UpdateSecret", Effect::write),
              operation<to_describe_secret, describe_secret>("DescribeSecret", Effect::read),
              operation<to_list_secrets, list_secrets>("ListSecrets", Effect::read),
              operation<to_delete_secret, delete_secret>("DeleteSecret", Effect::write),
              operation<to_restore_secret, restore_secret>("RestoreSecret", Effect::write),
              operation<to_tag_resource, tag_resource>("TagResource", Effect::write),
              operation<to_untag_resource, untag_resource>("UntagResource", Effect::write),

              operation<to_put_secret_value, put_secret_value>("PutSecretValue", Effect::write),
              operation<to_get_secret_value, get_secret_value>("GetSecretValue", Effect::read),
              operation<to_batch_get_secret_value, batch_get_secret_value>("BatchGetSecretValue", Effect::read),
              operation<to_list_secret_version_ids, list_secret_version_ids>("ListSecretVersionIds", Effect::read),
              operation<to_update_secret_version_stage, update_secret_version_stage>("UpdateSecretVersionStage", Effect::write),
              operation<to_get_random_password, get_random_password>("GetRandomPassword", Effect::read),

              operation<to_put_resource_policy, put_resource_policy>("PutResourcePolicy", Effect::write),
              operation<to_get_resource_policy, get_resource_policy>("GetResourcePolicy", Effect::read),
              operation<to_delete_resource_policy, delete_resource_policy>("DeleteResourcePolicy", Effect::write),
              operation<to_validate_resource_policy, validate_resource_policy>("ValidateResourcePolicy", Effect::read),

              operation<to_rotate_secret, rotate_secret>("RotateSecret", Effect::write),
              operation<to_cancel_rotate_secret, cancel_rotate_secret>("CancelRotateSecret", Effect::write),

              operation<to_replicate_secret_to_regions, replicate_secret_to_regions>("ReplicateSecretToRegions", Effect::write),
              operation<to_remove_regions_from_replication, remove_regions_from_replication>("RemoveRegionsFromReplication", Effect::write),
              operation<to_stop_replication_to_replica, stop_replication_to_replica>("StopReplicationToReplica", Effect::write),
          }};
}

}  // namespace secretsmanager
