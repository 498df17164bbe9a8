#include "service/kept_principal.h"

namespace service {

KeptPrincipal keep(const Principal& p) {
  const record::Identity& i = p.identity;
  KeptPrincipal k{.who = static_cast<std::int64_t>(p.who), .type = i.type, .principal_id = i.principal_id, .arn = i.arn, .account = i.account,
                  .user_name = i.user_name, .invoked_by = i.invoked_by, .entity_id = p.entity_id, .entity_name = p.entity_name, .role_arn = p.role_arn,
                  .session_policies = p.session_policy_texts, .session_restricted = p.session_restricted, .tags = p.tags, .issued = p.issued,
                  .temporary = p.temporary, .mfa = p.mfa, .service = p.service, .source_arn = p.source_arn, .source_account = p.source_account,
                  .transitive_tags = p.transitive_tags, .access_key = i.access_key};
  if (!i.session) return k;
  k.has_session = true;
  k.session_created = i.session->created;
  k.session_mfa = i.session->mfa;
  k.source_identity = i.session->source_identity;
  if (auto& issuer = i.session->issuer) {
    k.has_issuer = true;
    k.issuer_type = issuer->type;
    k.issuer_principal_id = issuer->principal_id;
    k.issuer_arn = issuer->arn;
    k.issuer_account = issuer->account;
    k.issuer_user_name = issuer->user_name;
  }
  return k;
}

PrincipalPtr principal_of(House& house, const KeptPrincipal& k) {
  auto p = std::make_shared<Principal>();
  p->who = static_cast<Who>(k.who);
  p->identity = {.type = k.type, .principal_id = k.principal_id, .arn = k.arn, .account = k.account, .access_key = k.access_key, .user_name = k.user_name, .invoked_by = k.invoked_by};
  if (k.has_session) {
    record::SessionContext context{.created = k.session_created, .mfa = k.session_mfa, .source_identity = k.source_identity};
    if (k.has_issuer) context.issuer = record::Issuer{k.issuer_type, k.issuer_principal_id, k.issuer_arn, k.issuer_account, k.issuer_user_name};
    p->identity.session = std::move(context);
  }
  p->entity_id = k.entity_id;
  p->entity_name = k.entity_name;
  p->role_arn = k.role_arn;
  p->session_policy_texts = k.session_policies;
  for (auto& text : k.session_policies) p->session_policies.push_back(text.empty() ? nullptr : house.compiled(text));
  p->session_restricted = k.session_restricted;
  p->tags = k.tags;
  p->issued = k.issued;
  p->temporary = k.temporary;
  p->mfa = k.mfa;
  p->service = k.service;
  p->source_arn = k.source_arn;
  p->source_account = k.source_account;
  p->transitive_tags = k.transitive_tags;
  return p;
}

}  // namespace service
