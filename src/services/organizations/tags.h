#pragma once
// Tags of roots, units, accounts, policies and the resource policy.
#include "service/operation.h"
#include "services/organizations/api.h"

namespace organizations {

// Throws when the tags cannot all be there: twice the same key, a key of AWS's own, more than fifty.
void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>& tags, const service::Call&);
void add_tags(std::map<std::string, std::string>& to, const Tags& tags, const service::Call&);

shape::Nothing tag_resource(const TagResource&, service::Call&);
shape::Nothing untag_resource(const UntagResource&, service::Call&);
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource&, service::Call&);

}  // namespace organizations
