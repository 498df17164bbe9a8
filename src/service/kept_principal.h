#pragma once
// A principal in stored form, for a service that goes on in its caller's name after the call and across restarts
// (CloudFormation's stacks). Who it is stays as it was; what it may do is judged by the policies of each later moment.
#include "service/house.h"

namespace service {

struct KeptPrincipal {
  std::int64_t who = 0;
  std::string type, principal_id, arn, account, user_name, invoked_by;
  std::string entity_id, entity_name, role_arn;
  bool has_session = false, has_issuer = false;
  std::string issuer_type, issuer_principal_id, issuer_arn, issuer_account, issuer_user_name, source_identity;
  base::Time session_created;
  bool session_mfa = false;
  std::vector<std::string> session_policies;
  bool session_restricted = false;
  std::map<std::string, std::string> tags;
  base::Time issued;
  bool temporary = false, mfa = false;
  std::string service, source_arn, source_account;
  std::vector<std::string> transitive_tags;
  std::string access_key;                        // its id, as records show it
};
BOOST_DESCRIBE_STRUCT(KeptPrincipal, (), (who, type, principal_id, arn, account, user_name, invoked_by, entity_id, entity_name, role_arn, has_session, has_issuer,
                                          issuer_type, issuer_principal_id, issuer_arn, issuer_account, issuer_user_name, source_identity, session_created,
                                          session_mfa, session_policies, session_restricted, tags, issued, temporary, mfa, service, source_arn, source_account,
                                          transitive_tags, access_key))

KeptPrincipal keep(const Principal&);
PrincipalPtr principal_of(House&, const KeptPrincipal&);

}  // namespace service
