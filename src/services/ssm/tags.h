#pragma once
#include "services/ssm/api_settings.h"
#include "services/ssm/parameter.h"

namespace ssm {

Access to_add_tags_to_resource(const AddTagsToResource&, Call&);
Access to_remove_tags_from_resource(const RemoveTagsFromResource&, Call&);
Access to_list_tags_for_resource(const ListTagsForResource&, Call&);

shape::Nothing add_tags_to_resource(const AddTagsToResource&, Call&);
shape::Nothing remove_tags_from_resource(const RemoveTagsFromResource&, Call&);
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource&, Call&);

// Throws ValidationException or TooManyTagsError.
void add_tags(std::map<std::string, std::string>&, const std::vector<Tag>&, const Call&);

}  // namespace ssm
