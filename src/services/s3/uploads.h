#pragma once
// Objects uploaded in parts. The parts' bodies become the object's: completing an upload moves no bytes.
#include "services/s3/copy.h"

namespace s3 {

CreateMultipartUploadResult create_multipart_upload(const CreateMultipartUpload&, Call&);
UploadPartResult upload_part(const UploadPart&, Call&);
std::vector<Access> may_copy_part(const UploadPartCopy&, Call&);
UploadPartCopyResult upload_part_copy(const UploadPartCopy&, Call&);
CompleteMultipartUploadResult complete_multipart_upload(const CompleteMultipartUpload&, Call&);
Nothing abort_multipart_upload(const AbortMultipartUpload&, Call&);

ListPartsResult list_parts(const ListParts&, Call&);
ListMultipartUploadsResult list_multipart_uploads(const ListMultipartUploads&, Call&);

// The upload of that id for that key. NoSuchUpload.
Upload upload_named(const Bucket&, const std::string& bucket, const std::string& key, const std::string& id, const Call&);
// One of them, with its parts.
void drop_upload(const std::string& bucket, const Bucket&, const std::string& key, const std::string& id, Call&);
// All uploads of a bucket that is deleted, with their parts.
void drop_uploads(const std::string& bucket, const Bucket&, Call&);

}  // namespace s3
