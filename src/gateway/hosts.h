#pragma once
// What a host name says: AWS's endpoint names, S3's virtual-hosted buckets, and the same below local names. Pure.
#include <span>
#include <string>
#include <string_view>

namespace gateway {

struct Endpoint {
  std::string service;    // as in signing scopes: s3, sts, kms, cloudtrail ...; empty if the name does not say
  std::string region;     // empty for a local name that does not say; AWS's global names mean us-east-1 or cn-north-1
  std::string bucket;     // what stands before the S3 part or before a local name; means something for S3 requests only
  bool is_aws = false;    // one of AWS's own names
};

// The host of "host", "host:port", "[v6]:port"; empty if it is not of that form.
std::string_view host_of(std::string_view authority);
bool is_ip(std::string_view host);                   // v4 or v6, without brackets
// A name below amazonaws.com, amazonaws.com.cn or api.aws, in any case, of labels of letters, digits, '-' and '_'.
bool is_aws_host(std::string_view host);
bool is_region(std::string_view text);               // by its form: us-east-1, us-gov-west-1, us-isob-east-1

// `local_names`: further names the server answers to, in lower case ("localhost" is always one). Below a local name stand a
// bucket ("bucket.localhost", "bucket.s3.localhost") or AWS's own form ("sts.eu-west-1.localhost").
Endpoint endpoint_of(std::string_view host_header, std::span<const std::string> local_names = {});

// Whether a CONNECT target may be served: AWS's own names, with a port. Nothing is ever dialled.
bool connect_allowed(std::string_view authority);

}  // namespace gateway
