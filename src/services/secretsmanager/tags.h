#pragma once
#include "services/secretsmanager/api_secrets.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

Access to_tag_resource(const TagResource&, Call&);
Access to_untag_resource(const UntagResource&, Call&);
shape::Nothing tag_resource(const TagResource&, Call&);
shape::Nothing untag_resource(const UntagResource&, Call&);

// Throws InvalidParameterException or LimitExceededException.
void add_tags(std::map<std::string, std::string>&, const Tags&, const Call&);

}  // namespace secretsmanager
