#pragma once
// A resource's row read: its properties, its attributes, and how its type sees it.
#include "services/cloudformation/names.h"
#include "services/cloudformation/resources/type.h"

namespace cloudformation {

std::string bound_to(const StackRecord&, const ResourceRecord&, std::string_view what);      // for sealing
Value compared_of(const House&, const StackRecord&, const ResourceRecord&);      // dynamic references as they were written
Value used_of(const House&, const StackRecord&, const ResourceRecord&);          // as its type was given them
Value attributes_of(const House&, const StackRecord&, const ResourceRecord&);
Resource resource_of(const House&, const StackRecord&, const ResourceRecord&);

std::optional<Value> ref_of(const House&, const StackRecord&, const ResourceRecord&);        // nothing: it is not made yet
std::optional<Value> attribute_of(const House&, const StackRecord&, const ResourceRecord&, std::string_view name);     // throws language::Fault

// What a change from one value of its properties to another does to a resource of that type. Throws ApiError where a property
// cannot be changed at all.
bool replaces(const ResourceType&, const Value& wanted, const Value& now);
bool takes_tags(const ResourceType&);

}  // namespace cloudformation
