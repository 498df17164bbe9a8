#pragma once
// What is set on functions beside their configuration: tags, concurrency, what becomes of events.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

Access to_tag(const TagResource&, Call&);
Access to_untag(const UntagResource&, Call&);
Access to_list_tags(const ListTags&, Call&);
Access to_put_concurrency(const PutFunctionConcurrency&, Call&);
Access to_get_concurrency(const GetFunctionConcurrency&, Call&);
Access to_delete_concurrency(const DeleteFunctionConcurrency&, Call&);
Access to_put_recursion(const PutFunctionRecursionConfig&, Call&);
Access to_get_recursion(const GetFunctionRecursionConfig&, Call&);
RecursionConfig put_recursion(const PutFunctionRecursionConfig&, Call&);
RecursionConfig get_recursion(const GetFunctionRecursionConfig&, Call&);
Access to_put_event_config(const PutFunctionEventInvokeConfig&, Call&);
Access to_update_event_config(const UpdateFunctionEventInvokeConfig&, Call&);
Access to_get_event_config(const GetFunctionEventInvokeConfig&, Call&);
Access to_delete_event_config(const DeleteFunctionEventInvokeConfig&, Call&);
Access to_list_event_configs(const ListFunctionEventInvokeConfigs&, Call&);
Access to_get_runtime_management(const GetRuntimeManagementConfig&, Call&);
Access to_get_code_signing(const GetFunctionCodeSigningConfig&, Call&);

Nothing tag_resource(const TagResource&, Call&);
Nothing untag_resource(const UntagResource&, Call&);
ListTagsResponse list_tags(const ListTags&, Call&);
Concurrency put_function_concurrency(const PutFunctionConcurrency&, Call&);
GetFunctionConcurrencyResponse get_function_concurrency(const GetFunctionConcurrency&, Call&);
Nothing delete_function_concurrency(const DeleteFunctionConcurrency&, Call&);
FunctionEventInvokeConfig put_event_config(const PutFunctionEventInvokeConfig&, Call&);
FunctionEventInvokeConfig update_event_config(const UpdateFunctionEventInvokeConfig&, Call&);
FunctionEventInvokeConfig get_event_config(const GetFunctionEventInvokeConfig&, Call&);
Nothing delete_event_config(const DeleteFunctionEventInvokeConfig&, Call&);
ListFunctionEventInvokeConfigsResponse list_event_configs(const ListFunctionEventInvokeConfigs&, Call&);
GetRuntimeManagementConfigResponse get_runtime_management(const GetRuntimeManagementConfig&, Call&);
GetFunctionCodeSigningConfigResponse get_code_signing(const GetFunctionCodeSigningConfig&, Call&);

// How events of a function are treated, by the name they were invoked by.
EventSettings event_settings(store::Txn&, const Target&);

}  // namespace lambda
