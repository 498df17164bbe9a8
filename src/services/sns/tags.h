#pragma once
#include "services/sns/names.h"

namespace sns {

// Condition keys of a request that brings tags.
void add_request_tags(Access&, const std::vector<Tag>&);
// Throws where the tags may not be, or would be too many.
void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>&, const Call&);

Access to_tag_resource(const TagResource&, Call&);
Tagged tag_resource(const TagResource&, Call&);
Access to_untag_resource(const UntagResource&, Call&);
Tagged untag_resource(const UntagResource&, Call&);
Access to_list_tags_for_resource(const ListTagsForResource&, Call&);
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource&, Call&);

}  // namespace sns
