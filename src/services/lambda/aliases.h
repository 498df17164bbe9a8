#pragma once
// Aliases: names for versions, with weights between two of them.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

Access to_create_alias(const CreateAlias&, Call&);
Access to_get_alias(const GetAlias&, Call&);
Access to_update_alias(const UpdateAlias&, Call&);
Access to_delete_alias(const DeleteAlias&, Call&);
Access to_list_aliases(const ListAliases&, Call&);

AliasConfiguration create_alias(const CreateAlias&, Call&);
AliasConfiguration get_alias(const GetAlias&, Call&);
AliasConfiguration update_alias(const UpdateAlias&, Call&);
Nothing delete_alias(const DeleteAlias&, Call&);
ListAliasesResponse list_aliases(const ListAliases&, Call&);

}  // namespace lambda
