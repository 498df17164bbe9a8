#pragma once
// A stack's outputs, and what it exports to and imports from others of its account and Region.
#include <set>

#include "services/cloudformation/blueprint.h"

namespace cloudformation {

struct OutputRow { std::string key, value, description, export_name; };
BOOST_DESCRIBE_STRUCT(OutputRow, (), (key, value, description, export_name))
using Outputs = std::vector<OutputRow>;

// Evaluated by an environment that knows all resources. Throws language::Fault.
Outputs outputs_of(const Blueprint&, const language::Environment&);
std::string packed(const Outputs&);
Outputs kept_outputs(const House&, const StackRecord&);
void keep_outputs(const House&, StackRecord&, const Outputs&);

// Throws ValidationError: a name that another stack exports; an export in use that would go or change.
void check_exports(const House&, store::Txn&, const Place&, const Outputs&);
void keep_exports(const House&, store::Txn&, const Place&, const StackRecord&, const Outputs&);
void keep_imports(store::Txn&, const Place&, const StackRecord&, const std::set<std::string>& names);
// "Cannot delete export X as it is in use by Y."; empty: none is.
std::string export_in_use(store::Txn&, const Place&);

}  // namespace cloudformation
