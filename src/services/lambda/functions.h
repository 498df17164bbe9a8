#pragma once
// Functions: made, changed, published, listed, deleted.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

std::vector<Access> to_create_function(const CreateFunction&, Call&);
Access to_get_function(const GetFunction&, Call&);
Access to_get_configuration(const GetFunctionConfiguration&, Call&);
Access to_update_code(const UpdateFunctionCode&, Call&);
std::vector<Access> to_update_configuration(const UpdateFunctionConfiguration&, Call&);
Access to_delete_function(const DeleteFunction&, Call&);
Access to_list_functions(const ListFunctions&, Call&);
Access to_publish_version(const PublishVersion&, Call&);
Access to_list_versions(const ListVersionsByFunction&, Call&);
Access to_get_account(const GetAccountSettings&, Call&);

FunctionConfiguration create_function(const CreateFunction&, Call&);
GetFunctionResponse get_function(const GetFunction&, Call&);
FunctionConfiguration get_function_configuration(const GetFunctionConfiguration&, Call&);
FunctionConfiguration update_function_code(const UpdateFunctionCode&, Call&);
FunctionConfiguration update_function_configuration(const UpdateFunctionConfiguration&, Call&);
DeleteFunctionResponse delete_function(const DeleteFunction&, Call&);
ListFunctionsResponse list_functions(const ListFunctions&, Call&);
FunctionConfiguration publish_version(const PublishVersion&, Call&);
ListVersionsByFunctionResponse list_versions_by_function(const ListVersionsByFunction&, Call&);
GetAccountSettingsResponse get_account_settings(const GetAccountSettings&, Call&);

inline constexpr std::int64_t kAccountConcurrency = 1000, kUnreserved = 100;      // Lambda quotas; what must stay unreserved

}  // namespace lambda
