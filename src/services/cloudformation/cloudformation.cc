#include "services/cloudformation/cloudformation.h"

#include "services/cloudformation/change_sets.h"
#include "services/cloudformation/describe.h"
#include "services/cloudformation/drift.h"
#include "services/cloudformation/organizations_access.h"
#include "services/cloudformation/set_operations.h"
#include "services/cloudformation/stack_instances.h"
#include "services/cloudformation/stack_sets.h"
#include "services/cloudformation/stacks.h"
#include "services/cloudformation/templates.h"

namespace cloudformation {

using service::Effect, service::operation;

service::Service cloudformation() {
  return {.name = "cloudformation", .event_source = "cloudformation.amazonaws.com", .protocol = wire::Protocol::query, .version = "2010-05-15",
          .xml_namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/", .denied_code = "AccessDenied", .denied_status = 403,
          .operations = {
              operation<to_create_stack, create_stack>("CreateStack", Effect::write),
              operation<to_update_stack, update_stack>("UpdateStack", Effect::write),
              operation<to_delete_stack, delete_stack>("DeleteStack", Effect::write),
              operation<to_cancel_update_stack, cancel_update_stack>("CancelUpdateStack", Effect::write),
              operation<to_continue_update_rollback, continue_update_rollback>("ContinueUpdateRollback", Effect::write),
              operation<to_rollback_stack, rollback_stack>("RollbackStack", Effect::write),
              operation<to_signal_resource, signal_resource>("SignalResource", Effect::write),
              operation<to_set_stack_policy, set_stack_policy>("SetStackPolicy", Effect::write),
              operation<to_get_stack_policy, get_stack_policy>("GetStackPolicy", Effect::read),
              operation<to_update_termination_protection, update_termination_protection>("UpdateTerminationProtection", Effect::write),

              service::waiting<to_describe_stacks, describe_stacks, await_stack>("DescribeStacks", Effect::read),
              operation<to_list_stacks, list_stacks>("ListStacks", Effect::read),
              operation<to_describe_stack_events, describe_stack_events>("DescribeStackEvents", Effect::read),
              operation<to_describe_stack_resource, describe_stack_resource>("DescribeStackResource", Effect::read),
              operation<to_describe_stack_resources, describe_stack_resources>("DescribeStackResources", Effect::read),
              operation<to_list_stack_resources, list_stack_resources>("ListStackResources", Effect::read),
              operation<to_list_exports, list_exports>("ListExports", Effect::read),
              operation<to_list_imports, list_imports>("ListImports", Effect::read),
              operation<to_describe_account_limits, describe_account_limits>("DescribeAccountLimits", Effect::read),

              operation<to_get_template, get_template>("GetTemplate", Effect::read),
              operation<to_get_template_summary, get_template_summary>("GetTemplateSummary", Effect::read),
              operation<to_validate_template, validate_template>("ValidateTemplate", Effect::read),
              operation<to_list_types, list_types>("ListTypes", Effect::read),
              operation<to_describe_type, describe_type>("DescribeType", Effect::read),

              operation<to_create_change_set, create_change_set>("CreateChangeSet", Effect::write),
              operation<to_describe_change_set, describe_change_set>("DescribeChangeSet", Effect::read),
              operation<to_execute_change_set, execute_change_set>("ExecuteChangeSet", Effect::write),
              operation<to_delete_change_set, delete_change_set>("DeleteChangeSet", Effect::write),
              operation<to_list_change_sets, list_change_sets>("ListChangeSets", Effect::read),

              operation<to_detect_stack_drift, detect_stack_drift>("DetectStackDrift", Effect::write),
              operation<to_detect_resource_drift, detect_resource_drift>("DetectStackResourceDrift", Effect::write),
              operation<to_describe_drift_detection, describe_drift_detection>("DescribeStackDriftDetectionStatus", Effect::read),
              operation<to_describe_resource_drifts, describe_resource_drifts>("DescribeStackResourceDrifts", Effect::read),

              operation<to_create_set, create_set>("CreateStackSet", Effect::write),
              operation<to_update_set, update_set>("UpdateStackSet", Effect::write),
              operation<to_delete_set, delete_set>("DeleteStackSet", Effect::write),
              operation<to_describe_set, describe_set>("DescribeStackSet", Effect::read),
              operation<to_list_sets, list_sets>("ListStackSets", Effect::read),
              operation<to_list_auto_targets, list_auto_targets>("ListStackSetAutoDeploymentTargets", Effect::read),

              operation<to_create_instances, create_instances>("CreateStackInstances", Effect::write),
              operation<to_update_instances, update_instances>("UpdateStackInstances", Effect::write),
              operation<to_delete_instances, delete_instances>("DeleteStackInstances", Effect::write),
              operation<to_describe_instance, describe_instance>("DescribeStackInstance", Effect::read),
              operation<to_list_instances, list_instances>("ListStackInstances", Effect::read),

              operation<to_describe_operation, describe_operation>("DescribeStackSetOperation", Effect::read),
              operation<to_list_operations, list_operations>("ListStackSetOperations", Effect::read),
              operation<to_list_operation_results, list_operation_results>("ListStackSetOperationResults", Effect::read),
              operation<to_stop_operation, stop_operation>("StopStackSetOperation", Effect::write),

              operation<to_activate_access, activate_access>("ActivateOrganizationsAccess", Effect::write),
              operation<to_deactivate_access, deactivate_access>("DeactivateOrganizationsAccess", Effect::write),
              operation<to_describe_access, describe_access>("DescribeOrganizationsAccess", Effect::read),
          }};
}

}  // namespace cloudformation
