#include "services/cloudformation/values.h"

#include "services/secretsmanager/api.h"
#include "services/ssm/api.h"

namespace cloudformation {

using language::Fault, language::Value;

namespace {

std::string parameter(House& house, const Place& place, const Hands& hands, bool secure, std::string_view reference) {
  ssm::GetParameters ask;
  ask.names.emplace_back(std::string(reference));
  ask.withDecryption = secure;
  auto box = house.act(ssm::GetParameters::operation, &ask, hands.principal, place.scope(), hands.via);
  auto& found = *static_cast<ssm::GetParametersResult*>(box.get());
  if (found.parameters.empty()) throw Fault{"Parameters: [" + std::string(secure ? "ssm-secure:" : "ssm:") + std::string(reference) + "] cannot be found."};
  auto& p = found.parameters.front();
  if (secure != (p.type == "SecureString"))
    throw Fault{secure ? "SSM Secure reference is used for a parameter that is no SecureString: [" + std::string(reference) + "]"
                       : "SSM parameter [" + std::string(reference) + "] is of type SecureString: refer to it with ssm-secure"};
  return p.value;
}

// secret-id:SecretString:json-key:version-stage:version-id, where the secret's id may be an ARN.
std::string secret(House& house, const Place& place, const Hands& hands, std::string_view reference) {
  std::size_t end = reference.find(':');
  if (reference.starts_with("arn:"))
    for (int colons = 1; colons < 7 && end != reference.npos; ++colons) end = reference.find(':', end + 1);
  secretsmanager::GetSecretValue ask;
  ask.secretId = std::string(reference.substr(0, end));
  std::vector<std::string> part;
  for (std::string_view rest = end == reference.npos ? std::string_view() : reference.substr(end + 1); !rest.empty();) {
    auto colon = rest.find(':');
    part.emplace_back(rest.substr(0, colon));
    rest = colon == rest.npos ? std::string_view() : rest.substr(colon + 1);
  }
  part.resize(std::max<std::size_t>(part.size(), 4));
  if (!part[0].empty() && part[0] != "SecretString") throw Fault{"Could not parse SecretString JSON"};
  if (!part[2].empty()) ask.versionStage = part[2];
  if (!part[3].empty()) ask.versionId = part[3];
  Scope scope = place.scope();
  auto box = house.act(secretsmanager::GetSecretValue::operation, &ask, hands.principal, scope, hands.via);
  auto& found = *static_cast<secretsmanager::GetSecretValueResult*>(box.get());
  if (!found.secretString) throw Fault{"Secret " + std::string(ask.secretId) + " has no SecretString"};
  const std::string text = *found.secretString;
  if (part[1].empty()) return text;
  try {
    Value json = language::from_json(text);
    const Value* v = json.find(part[1]);
    if (!v || !v->is_scalar()) throw Fault{"Could not find a value associated with JSONKey in SecretString"};
    return v->text;
  } catch (const Fault& f) {
    if (f.message.starts_with("Could not find")) throw;
    throw Fault{"Could not parse SecretString JSON"};
  }
}

}  // namespace

std::string look_up(House& house, const Place& place, const Hands& hands, std::string_view service, std::string_view reference) {
  if (service == "secretsmanager") return secret(house, place, hands, reference);
  return parameter(house, place, hands, service == "ssm-secure", reference);
}

const Value* find_attribute(const Value& all, std::string_view name) {
  if (const Value* whole = all.find(name)) return whole;
  for (auto dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1))
    if (const Value* outer = all.find(name.substr(0, dot)))
      if (const Value* inner = find_attribute(*outer, name.substr(dot + 1))) return inner;
  return nullptr;
}

}  // namespace cloudformation
