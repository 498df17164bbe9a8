#pragma once
// What is set on an object: tags, ACL.
#include "services/s3/door.h"

namespace s3 {

GetObjectTaggingResult get_object_tagging(const GetObjectTagging&, Call&);
std::vector<Access> may_tag(const PutObjectTagging&, Call&);
VersionOnly put_object_tagging(const PutObjectTagging&, Call&);
VersionOnly delete_object_tagging(const DeleteObjectTagging&, Call&);

AclResult get_object_acl(const GetObjectAcl&, Call&);
std::vector<Access> may_put_object_acl(const PutObjectAcl&, Call&);
Nothing put_object_acl(const PutObjectAcl&, Call&);

}  // namespace s3
