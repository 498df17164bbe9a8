#include "services/lambda/lambda.h"

#include "services/lambda/aliases.h"
#include "services/lambda/functions.h"
#include "services/lambda/invoke.h"
#include "services/lambda/layers.h"
#include "services/lambda/permissions.h"
#include "services/lambda/settings.h"
#include "services/lambda/sources.h"

namespace lambda {

using service::Effect, service::Operation, service::Service, service::Trace, service::rest;

namespace {

// CloudTrail calls Lambda's older operations by name and version.
constexpr Trace as(std::string_view name) { return {.event_name = name}; }

std::vector<Operation> functions() {
  return {
      rest<to_create_function, create_function>("CreateFunction", Effect::write, "POST /2015-03-31/functions", as("CreateFunction20150331")),
      rest<to_get_function, get_function>("GetFunction", Effect::read, "GET /2015-03-31/functions/{FunctionName}", as("GetFunction20150331v2")),
      rest<to_get_configuration, get_function_configuration>("GetFunctionConfiguration", Effect::read, "GET /2015-03-31/functions/{FunctionName}/configuration",
                                                             as("GetFunctionConfiguration20150331v2")),
      rest<to_update_code, update_function_code>("UpdateFunctionCode", Effect::write, "PUT /2015-03-31/functions/{FunctionName}/code",
                                                 as("UpdateFunctionCode20150331v2")),
      rest<to_update_configuration, update_function_configuration>("UpdateFunctionConfiguration", Effect::write,
                                                                   "PUT /2015-03-31/functions/{FunctionName}/configuration", as("UpdateFunctionConfiguration20150331v2")),
      rest<to_delete_function, delete_function>("DeleteFunction", Effect::write, "DELETE /2015-03-31/functions/{FunctionName}", as("DeleteFunction20150331")),
      rest<to_list_functions, list_functions>("ListFunctions", Effect::read, "GET /2015-03-31/functions", as("ListFunctions20150331")),
      rest<to_publish_version, publish_version>("PublishVersion", Effect::write, "POST /2015-03-31/functions/{FunctionName}/versions", as("PublishVersion20150331")),
      rest<to_list_versions, list_versions_by_function>("ListVersionsByFunction", Effect::read, "GET /2015-03-31/functions/{FunctionName}/versions",
                                                        as("ListVersionsByFunction20150331")),
      rest<to_get_account, get_account_settings>("GetAccountSettings", Effect::read, "GET /2016-08-19/account-settings", as("GetAccountSettings20160819")),
  };
}

std::vector<Operation> settings() {
  return {
      rest<to_create_alias, create_alias>("CreateAlias", Effect::write, "POST /2015-03-31/functions/{FunctionName}/aliases", as("CreateAlias20150331")),
      rest<to_get_alias, get_alias>("GetAlias", Effect::read, "GET /2015-03-31/functions/{FunctionName}/aliases/{Name}", as("GetAlias20150331")),
      rest<to_update_alias, update_alias>("UpdateAlias", Effect::write, "PUT /2015-03-31/functions/{FunctionName}/aliases/{Name}", as("UpdateAlias20150331")),
      rest<to_delete_alias, delete_alias>("DeleteAlias", Effect::write, "DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name}", as("DeleteAlias20150331")),
      rest<to_list_aliases, list_aliases>("ListAliases", Effect::read, "GET /2015-03-31/functions/{FunctionName}/aliases", as("ListAliases20150331")),

      rest<to_add_permission, add_permission>("AddPermission", Effect::write, "POST /2015-03-31/functions/{FunctionName}/policy", as("AddPermission20150331v2")),
      rest<to_remove_permission, remove_permission>("RemovePermission", Effect::write, "DELETE /2015-03-31/functions/{FunctionName}/policy/{StatementId}",
                                                    as("RemovePermission20150331v2")),
      rest<to_get_policy, get_policy>("GetPolicy", Effect::read, "GET /2015-03-31/functions/{FunctionName}/policy", as("GetPolicy20150331v2")),

      rest<to_tag, tag_resource>("TagResource", Effect::write, "POST /2017-03-31/tags/{Resource}", as("TagResource20170331v2")),
      rest<to_untag, untag_resource>("UntagResource", Effect::write, "DELETE /2017-03-31/tags/{Resource}", as("UntagResource20170331v2")),
      rest<to_list_tags, list_tags>("ListTags", Effect::read, "GET /2017-03-31/tags/{Resource}", as("ListTags20170331")),

      rest<to_put_concurrency, put_function_concurrency>("PutFunctionConcurrency", Effect::write, "PUT /2017-10-31/functions/{FunctionName}/concurrency",
                                                         as("PutFunctionConcurrency20171031")),
      rest<to_get_concurrency, get_function_concurrency>("GetFunctionConcurrency", Effect::read, "GET /2019-09-30/functions/{FunctionName}/concurrency"),
      rest<to_put_recursion, put_recursion>("PutFunctionRecursionConfig", Effect::write, "PUT /2024-08-31/functions/{FunctionName}/recursion-config"),
      rest<to_get_recursion, get_recursion>("GetFunctionRecursionConfig", Effect::read, "GET /2024-08-31/functions/{FunctionName}/recursion-config"),
      rest<to_delete_concurrency, delete_function_concurrency>("DeleteFunctionConcurrency", Effect::write, "DELETE /2017-10-31/functions/{FunctionName}/concurrency",
                                                               as("DeleteFunctionConcurrency20171031")),
      rest<to_put_event_config, put_event_config>("PutFunctionEventInvokeConfig", Effect::write, "PUT /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      rest<to_update_event_config, update_event_config>("UpdateFunctionEventInvokeConfig", Effect::write,
                                                        "POST /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      rest<to_get_event_config, get_event_config>("GetFunctionEventInvokeConfig", Effect::read, "GET /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      rest<to_delete_event_config, delete_event_config>("DeleteFunctionEventInvokeConfig", Effect::write,
                                                        "DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      rest<to_list_event_configs, list_event_configs>("ListFunctionEventInvokeConfigs", Effect::read,
                                                      "GET /2019-09-25/functions/{FunctionName}/event-invoke-config/list"),
      rest<to_get_runtime_management, get_runtime_management>("GetRuntimeManagementConfig", Effect::read,
                                                              "GET /2021-07-20/functions/{FunctionName}/runtime-management-config"),
      rest<to_get_code_signing, get_code_signing>("GetFunctionCodeSigningConfig", Effect::read, "GET /2020-06-30/functions/{FunctionName}/code-signing-config"),
  };
}

std::vector<Operation> layers() {
  return {
      rest<to_publish_layer, publish_layer_version>("PublishLayerVersion", Effect::write, "POST /2018-10-31/layers/{LayerName}/versions",
                                                    as("PublishLayerVersion20181031")),
      rest<to_get_layer, get_layer_version>("GetLayerVersion", Effect::read, "GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}",
                                            as("GetLayerVersion20181031")),
      rest<to_get_layer_by_arn, get_layer_version_by_arn>("GetLayerVersionByArn", Effect::read, "GET /2018-10-31/layers?find=LayerVersion",
                                                          as("GetLayerVersionByArn20181031")),
      rest<to_list_layers, list_layers>("ListLayers", Effect::read, "GET /2018-10-31/layers", as("ListLayers20181031")),
      rest<to_list_layer_versions, list_layer_versions>("ListLayerVersions", Effect::read, "GET /2018-10-31/layers/{LayerName}/versions",
                                                        as("ListLayerVersions20181031")),
      rest<to_delete_layer, delete_layer_version>("DeleteLayerVersion", Effect::write, "DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}",
                                                  as("DeleteLayerVersion20181031")),
      rest<to_add_layer_permission, add_layer_version_permission>("AddLayerVersionPermission", Effect::write,
                                                                  "POST /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy",
                                                                  as("AddLayerVersionPermission20181031")),
      rest<to_remove_layer_permission, remove_layer_version_permission>("RemoveLayerVersionPermission", Effect::write,
                                                                        "DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}",
                                                                        as("RemoveLayerVersionPermission20181031")),
      rest<to_get_layer_policy, get_layer_version_policy>("GetLayerVersionPolicy", Effect::read,
                                                          "GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", as("GetLayerVersionPolicy20181031")),
  };
}

std::vector<Operation> sources() {
  return {
      rest<to_create_source, create_source>("CreateEventSourceMapping", Effect::write, "POST /2015-03-31/event-source-mappings",
                                            as("CreateEventSourceMapping20150331")),
      rest<to_get_source, get_source>("GetEventSourceMapping", Effect::read, "GET /2015-03-31/event-source-mappings/{UUID}", as("GetEventSourceMapping20150331")),
      rest<to_list_sources, list_sources>("ListEventSourceMappings", Effect::read, "GET /2015-03-31/event-source-mappings", as("ListEventSourceMappings20150331")),
      rest<to_update_source, update_source>("UpdateEventSourceMapping", Effect::write, "PUT /2015-03-31/event-source-mappings/{UUID}",
                                            as("UpdateEventSourceMapping20150331")),
      rest<to_delete_source, delete_source>("DeleteEventSourceMapping", Effect::write, "DELETE /2015-03-31/event-source-mappings/{UUID}",
                                            as("DeleteEventSourceMapping20150331")),
  };
}

std::vector<Operation> invocations() {
  Operation invoking = rest<to_invoke, invoke>("Invoke", Effect::write, "POST /2015-03-31/functions/{FunctionName}/invocations",
                                               {.read_only = false, .data_event = true, .silent_answer = true});
  invoking.wait = [](const void* q, Call& call) { return await_outcome(*static_cast<const Invoke*>(q), call); };
  return {std::move(invoking), rest<to_invoke_async, invoke_async>("InvokeAsync", Effect::write, "POST /2014-11-13/functions/{FunctionName}/invoke-async",
                                                                   {.event_name = "InvokeAsync", .read_only = false, .data_event = true, .silent_answer = true})};
}

}  // namespace

Service lambda() {
  Service s{.name = "lambda", .event_source = "lambda.amazonaws.com", .protocol = wire::Protocol::rest_json, .version = "2015-03-31", .message_key = "Message",
            .denied_status = 403, .additional = tell_version};
  for (auto& some : {functions(), settings(), layers(), sources(), invocations()}) s.operations.insert(s.operations.end(), some.begin(), some.end());
  return s;
}

}  // namespace lambda
