#include "services/ssm/ssm.h"

#include "services/ssm/labels.h"
#include "services/ssm/put.h"
#include "services/ssm/read.h"
#include "services/ssm/settings.h"
#include "services/ssm/sharing.h"
#include "services/ssm/tags.h"

namespace ssm {

using service::Effect, service::operation;

service::Service ssm() {
  return {.name = "ssm", .event_source = "ssm.amazonaws.com", .protocol = wire::Protocol::json11, .version = "AmazonSSM",
          .operations = {
              operation<to_put_parameter, put_parameter>("PutParameter", Effect::write),
              operation<to_get_parameter, get_parameter>("GetParameter", Effect::read),
              operation<to_get_parameters, get_parameters>("GetParameters", Effect::read),
              operation<to_get_parameters_by_path, get_parameters_by_path>("GetParametersByPath", Effect::read),
              operation<to_get_parameter_history, get_parameter_history>("GetParameterHistory", Effect::read),
              operation<to_describe_parameters, describe_parameters>("DescribeParameters", Effect::read),
              operation<to_label_parameter_version, label_parameter_version>("LabelParameterVersion", Effect::write),
              operation<to_unlabel_parameter_version, unlabel_parameter_version>("UnlabelParameterVersion", Effect::write),
              operation<to_delete_parameter, delete_parameter>("DeleteParameter", Effect::write),
              operation<to_delete_parameters, delete_parameters>("DeleteParameters", Effect::write),

              operation<to_add_tags_to_resource, add_tags_to_resource>("AddTagsToResource", Effect::write),
              operation<to_remove_tags_from_resource, remove_tags_from_resource>("RemoveTagsFromResource", Effect::write),
              operation<to_list_tags_for_resource, list_tags_for_resource>("ListTagsForResource", Effect::read),

              operation<to_put_resource_policy, put_resource_policy>("PutResourcePolicy", Effect::write),
              operation<to_get_resource_policies, get_resource_policies>("GetResourcePolicies", Effect::read),
              operation<to_delete_resource_policy, delete_resource_policy>("DeleteResourcePolicy", Effect::write),

              operation<to_get_service_setting, get_service_setting>("GetServiceSetting", Effect::read),
              operation<to_update_service_setting, update_service_setting>("UpdateServiceSetting", Effect::write),
              operation<to_reset_service_setting, reset_service_setting>("ResetServiceSetting", Effect::write),
          }};
}

}  // namespace ssm
