#pragma once
#include "services/kms/api_keys.h"
#include "services/kms/key.h"

namespace kms {

Access to_tag_resource(const TagResource&, Call&);
Access to_untag_resource(const UntagResource&, Call&);
Access to_list_resource_tags(const ListResourceTags&, Call&);

Done tag_resource(const TagResource&, Call&);
Done untag_resource(const UntagResource&, Call&);
ListResourceTagsResult list_resource_tags(const ListResourceTags&, Call&);

void add_request_tags(const std::vector<Tag>&, ConditionKeys&);      // aws:RequestTag/…, aws:TagKeys
// Throws TagException or LimitExceededException.
void set_tags(std::map<std::string, std::string>& on, const std::vector<Tag>&);

}  // namespace kms
