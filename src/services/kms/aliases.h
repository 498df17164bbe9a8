#pragma once
#include "services/kms/api_keys.h"
#include "services/kms/key.h"

namespace kms {

// Aliases are resources of their own: changing one asks for the alias and for every key it points to or will.
std::vector<Access> to_create_alias(const CreateAlias&, Call&);
std::vector<Access> to_update_alias(const UpdateAlias&, Call&);
std::vector<Access> to_delete_alias(const DeleteAlias&, Call&);
Access to_list_aliases(const ListAliases&, Call&);

Done create_alias(const CreateAlias&, Call&);
Done update_alias(const UpdateAlias&, Call&);
Done delete_alias(const DeleteAlias&, Call&);
ListAliasesResult list_aliases(const ListAliases&, Call&);

}  // namespace kms
