#include "services/s3/policy_actions.h"

#include <algorithm>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/json.h"
#include "policy/match.h"

namespace s3 {
namespace {

using base::JsonValue, simdjson::dom::element_type;

// In small letters: actions are written in any.
constexpr std::string_view kOfObjects[] = {
    "abortmultipartupload", "bypassgovernanceretention", "deleteobject", "deleteobjecttagging", "deleteobjectversion",
    "deleteobjectversiontagging", "getobject", "getobjectacl", "getobjectattributes", "getobjectlegalhold",
    "getobjectretention", "getobjecttagging", "getobjecttorrent", "getobjectversion", "getobjectversionacl",
    "getobjectversionattributes", "getobjectversionforreplication", "getobjectversiontagging", "getobjectversiontorrent",
    "initiatereplication", "listmultipartuploadparts", "objectowneroverridetobucketowner", "putobject", "putobjectacl",
    "putobjectlegalhold", "putobjectretention", "putobjecttagging", "putobjectversionacl", "putobjectversiontagging",
    "replicatedelete", "replicateobject", "replicatetags", "restoreobject", "updateobjectencryption"};
constexpr std::string_view kOfBuckets[] = {
    "createbucket", "createbucketmetadatatableconfiguration", "deletebucket", "deletebucketmetadatatableconfiguration",
    "deletebucketpolicy", "deletebucketwebsite", "getaccelerateconfiguration", "getanalyticsconfiguration", "getbucketabac",
    "getbucketacl", "getbucketcors", "getbucketlocation", "getbucketlogging", "getbucketmetadatatableconfiguration",
    "getbucketnotification", "getbucketobjectlockconfiguration", "getbucketownershipcontrols", "getbucketpolicy",
    "getbucketpolicystatus", "getbucketpublicaccessblock", "getbucketrequestpayment", "getbuckettagging", "getbucketversioning",
    "getbucketwebsite", "getencryptionconfiguration", "getintelligenttieringconfiguration", "getinventoryconfiguration",
    "getlifecycleconfiguration", "getmetricsconfiguration", "getreplicationconfiguration", "listbucket",
    "listbucketmultipartuploads", "listbucketversions", "listtagsforresource", "pausereplication", "putaccelerateconfiguration",
    "putanalyticsconfiguration", "putbucketabac", "putbucketacl", "putbucketcors", "putbucketlogging", "putbucketnotification",
    "putbucketobjectlockconfiguration", "putbucketownershipcontrols", "putbucketpolicy", "putbucketpublicaccessblock",
    "putbucketrequestpayment", "putbuckettagging", "putbucketversioning", "putbucketwebsite", "putencryptionconfiguration",
    "putintelligenttieringconfiguration", "putinventoryconfiguration", "putlifecycleconfiguration", "putmetricsconfiguration",
    "putreplicationconfiguration", "tagresource", "untagresource", "updatebucketmetadatainventorytableconfiguration",
    "updatebucketmetadatajournaltableconfiguration"};
// Of access points, jobs, grants and accounts: no bucket has them.
constexpr std::string_view kOfOthers[] = {
    "associateaccessgrantsidentitycenter", "createaccessgrant", "createaccessgrantsinstance", "createaccessgrantslocation",
    "createaccesspoint", "createaccesspointforobjectlambda", "createjob", "createmultiregionaccesspoint",
    "createstoragelensgroup", "deleteaccessgrant", "deleteaccessgrantsinstance", "deleteaccessgrantsinstanceresourcepolicy",
    "deleteaccessgrantslocation", "deleteaccesspoint", "deleteaccesspointforobjectlambda", "deleteaccesspointpolicy",
    "deleteaccesspointpolicyforobjectlambda", "deletejobtagging", "deletemultiregionaccesspoint",
    "deletestoragelensconfiguration", "deletestoragelensconfigurationtagging", "deletestoragelensgroup", "describejob",
    "describemultiregionaccesspointoperation", "dissociateaccessgrantsidentitycenter", "getaccessgrant",
    "getaccessgrantsinstance", "getaccessgrantsinstanceforprefix", "getaccessgrantsinstanceresourcepolicy",
    "getaccessgrantslocation", "getaccesspoint", "getaccesspointconfigurationforobjectlambda", "getaccesspointforobjectlambda",
    "getaccesspointpolicy", "getaccesspointpolicyforobjectlambda", "getaccesspointpolicystatus",
    "getaccesspointpolicystatusforobjectlambda", "getaccountpublicaccessblock", "getdataaccess", "getjobtagging",
    "getmultiregionaccesspoint", "getmultiregionaccesspointpolicy", "getmultiregionaccesspointpolicystatus",
    "getmultiregionaccesspointroutes", "getstoragelensconfiguration", "getstoragelensconfigurationtagging",
    "getstoragelensdashboard", "getstoragelensgroup", "listaccessgrants", "listaccessgrantsinstances",
    "listaccessgrantslocations", "listaccesspoints", "listaccesspointsforobjectlambda", "listallmybuckets",
    "listcalleraccessgrants", "listjobs", "listmultiregionaccesspoints", "liststoragelensconfigurations",
    "liststoragelensgroups", "putaccessgrantsinstanceresourcepolicy", "putaccesspointconfigurationforobjectlambda",
    "putaccesspointpolicy", "putaccesspointpolicyforobjectlambda", "putaccesspointpublicaccessblock",
    "putaccountpublicaccessblock", "putjobtagging", "putmultiregionaccesspointpolicy", "putstoragelensconfiguration",
    "putstoragelensconfigurationtagging", "submitmultiregionaccesspointroutes", "updateaccessgrantslocation",
    "updatejobpriority", "updatejobstatus", "updatestoragelensgroup"};

template <class F> void each_text(JsonValue value, F visit) {
  if (value.type() == element_type::STRING) return visit(std::string_view(value));
  if (value.type() != element_type::ARRAY) return;
  for (JsonValue one : simdjson::dom::array(value)) if (one.type() == element_type::STRING) visit(std::string_view(one));
}

struct Levels { bool objects = false, buckets = false; };

// Which kinds of resources the statement speaks of.
Levels levels_of(JsonValue resources, std::string_view bucket) {
  Levels out;
  each_text(resources, [&](std::string_view text) {
    auto arn = base::parse_arn(text);
    if (!arn) return;
    out.objects |= arn->resource.find_first_of("/*$") != std::string_view::npos;
    out.buckets |= policy::glob(policy::mark_wildcards(arn->resource), bucket);
  });
  return out;
}

std::optional<std::string> fault_of(std::string_view action, Levels levels) {
  if (action == "*") return {};
  const std::string small = base::lower(action);
  if (!small.starts_with("s3:")) return "Policy has invalid action";
  const std::string pattern = policy::mark_wildcards(std::string_view(small).substr(3));
  auto any = [&](const auto& names) { return std::ranges::any_of(names, [&](std::string_view name) { return policy::glob(pattern, name); }); };
  const bool objects = any(kOfObjects), buckets = any(kOfBuckets);
  if (!objects && !buckets && !any(kOfOthers)) return "Policy has invalid action";
  if ((objects && levels.objects) || (buckets && levels.buckets)) return {};
  return "Action does not apply to any resource(s) in statement";
}

std::optional<std::string> fault_of(simdjson::dom::object statement, std::string_view bucket) {
  std::optional<std::string> fault;
  JsonValue actions, resources;
  if (statement["Action"].get(actions)) return {};                              // NotAction
  const Levels levels = statement["Resource"].get(resources) ? Levels{true, true} : levels_of(resources, bucket);
  each_text(actions, [&](std::string_view action) { if (!fault) fault = fault_of(action, levels); });
  return fault;
}

}  // namespace

std::optional<std::string> action_fault(std::string_view json, std::string_view bucket) {
  auto document = base::parse_json_owned(json);
  JsonValue statements;
  if (!document || document->root["Statement"].get(statements)) return {};
  simdjson::dom::object one;
  if (!statements.get(one)) return fault_of(one, bucket);
  simdjson::dom::array several;
  if (statements.get(several)) return {};
  for (JsonValue s : several)
    if (!s.get(one))
      if (auto fault = fault_of(one, bucket)) return fault;
  return {};
}

}  // namespace s3
