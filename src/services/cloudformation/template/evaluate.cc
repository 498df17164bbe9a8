#include "services/cloudformation/template/evaluate.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "services/cloudformation/template/cidr.h"
#include "services/cloudformation/template/dynamic.h"
#include "services/cloudformation/template/evaluator.h"
#include "services/cloudformation/template/sections.h"

namespace cloudformation::language {

namespace {

constexpr std::size_t kBudget = 16 << 20;          // bytes that one evaluation may make, each value counted as 32 more

const Value kUnknown{kKnownAfterApply};
bool unknown(const Value& v) { return v.is_string() && v.text.find(kKnownAfterApply) != v.text.npos; }

[[noreturn]] void fault(std::string_view sentence) { throw Fault{"Template error: " + std::string(sentence)}; }
[[noreturn]] void too_large() { fault("the template is too large when it is evaluated"); }

constexpr std::string_view kJoin =
    "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function "
    "that returns a "
    "list of strings (such as Fn::GetAZs) to be joined.";
constexpr std::string_view kSelect = "Fn::Select requires a list argument with two elements: an integer index and a list";

std::size_t size_of(const Value& v) {
  std::size_t out = v.text.size() + 32;
  for (auto& item : v.items) out += size_of(item);
  for (auto& [name, member] : v.members) out += name.size() + size_of(member);
  return out;
}

std::optional<long long> integer(const std::string& text) {
  long long n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

}  // namespace

Value Evaluator::spend(Value v) {
  spent_ += size_of(v);
  if (spent_ > kBudget) too_large();
  return v;
}

std::optional<Value> Evaluator::value(const Value& v) {
  if (const auto c = call_of(v, place_, env_.extended)) {
    check_shape(*c, env_.extended);
    return call(*c);
  }
  if (v.is_string() && dynamic_ && v.text.find("{{resolve:") != v.text.npos)
    return spend(resolve_dynamic(v.text, env_.dynamic_reference));
  if (v.is_scalar() || v.is_null()) return spend(v);
  Value out = v.is_list() ? Value::list() : Value::map();
  for (auto& item : v.items)
    if (auto one = value(item)) out.items.push_back(std::move(*one));
  for (auto& [name, member] : v.members)
    if (auto one = value(member)) out.members.emplace_back(spend(name).text, std::move(*one));
  return out;
}

Value Evaluator::required(const Value& v) {
  auto out = value(v);
  if (!out) fault("AWS::NoValue cannot be an argument of a function");
  return std::move(*out);
}

std::string Evaluator::text(const Value& v, std::string_view sentence) {
  Value out = required(v);
  if (!out.is_scalar()) fault(sentence);
  return std::move(out.text);
}

std::optional<Value> Evaluator::call(const Call& c) {
  const Value& v = *c.argument;
  auto resolved = [&](Value out) {  // what functions put together may hold a reference only now
    if (dynamic_ && out.is_string() && out.text.find("{{resolve:") != out.text.npos)
      out.text = resolve_dynamic(out.text, env_.dynamic_reference);
    return spend(std::move(out));
  };
  switch (c.function) {
    case Fn::ref: {
      auto out = ref(v);
      return out ? std::optional(resolved(std::move(*out))) : std::nullopt;
    }
    case Fn::get_att: return spend(attribute(v));
    case Fn::sub: return resolved(sub(v));
    case Fn::join: return resolved(join(v));
    case Fn::split: return split(v);
    case Fn::select: return resolved(select(v));
    case Fn::find_in_map: return resolved(find_in_map(v));
    case Fn::base64: {
      const std::string plain = text(v, "every Fn::Base64 object must have a String-typed value.");
      return spend(unknown(plain) ? kUnknown : Value(base::base64(plain)));
    }
    case Fn::cidr: return cidr(v);
    case Fn::get_azs: return zones(v);
    case Fn::import_value: {
      const std::string name = text(v, "the attribute in Fn::ImportValue must be a string or a function that returns a string");
      if (unknown(name) || !env_.import) return kUnknown;
      return spend(env_.import(name).value_or(kUnknown));
    }
    case Fn::if_: return branch(v);
    case Fn::length: return length(v);
    case Fn::to_json_string: return spend(to_json(required(v)));
    case Fn::transform: fault("Fn::Transform " + v.text_of("Name") + " is not expanded");
    default: break;
  }
  if (c.function >= Fn::ref_all) {                 // of rules: lists and strings of what the account has
    Value out = Value::list();
    for (auto& one : texts(Value::map({{std::string(name_of(c.function)), v}}), name_of(c.function))) out.push(spend(one));
    if (c.function == Fn::value_of && out.items.size() == 1) return std::move(out.items[0]);
    return out;
  }
  return Value::boolean(boolean(Value::map({{std::string(name_of(c.function)), v}})));
}

std::optional<Value> Evaluator::named(const std::string& name) {
  const PseudoParameters& p = env_.pseudo;
  if (name == "AWS::NoValue") return std::nullopt;
  if (name == "AWS::AccountId") return p.account_id;
  if (name == "AWS::Region") return p.region;
  if (name == "AWS::StackId") return p.stack_id.empty() ? kUnknown : Value(p.stack_id);
  if (name == "AWS::StackName") return p.stack_name;
  if (name == "AWS::Partition") return p.partition;
  if (name == "AWS::URLSuffix") return p.url_suffix;
  if (name == "AWS::NotificationARNs") {
    Value out = Value::list();
    for (auto& arn : p.notification_arns) out.items.emplace_back(arn);
    return out;
  }
  if (auto it = env_.parameters.find(name); it != env_.parameters.end()) return it->second;
  return env_.ref ? env_.ref(name).value_or(kUnknown) : kUnknown;
}

std::optional<Value> Evaluator::ref(const Value& argument) {
  return named(argument.is_string() ? argument.text : text(argument, "every Ref object must have a single String value."));
}

Value Evaluator::attribute_of(const std::string& id, const std::string& name) {
  return env_.attribute ? env_.attribute(id, name).value_or(kUnknown) : kUnknown;
}

Value Evaluator::attribute(const Value& argument) {
  constexpr std::string_view kSentence =
      "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute";
  if (argument.is_string()) {
    const auto pair = split_attribute(argument.text);
    return attribute_of(pair->first, pair->second);
  }
  return attribute_of(text(argument.items[0], kSentence), text(argument.items[1], kSentence));
}

Value Evaluator::sub(const Value& argument) {
  const Value* own = argument.is_list() ? &argument.items[1] : nullptr;
  std::map<std::string_view, const Value*> given;
  if (own)
    for (auto& [name, v] : own->members) given.emplace(name, &v);
  std::string out;
  for (auto& part : parse_sub(own ? argument.items[0].text : argument.text)) {
    if (!part.variable) {
      out += part.text;
      continue;
    }
    std::optional<Value> v;
    if (auto it = given.find(part.text); it != given.end()) v = value(*it->second);
    else if (auto pair = split_attribute(part.text)) v = attribute_of(pair->first, pair->second);
    else v = named(part.text);
    if (!v || !v->is_scalar()) fault("variable " + part.text + " in Fn::Sub expression does not resolve to a string");
    out += spend(*v).text;
  }
  return out;
}

Value Evaluator::join(const Value& argument) {
  const Value list = required(argument.items[1]);
  if (unknown(list)) return kUnknown;
  if (!list.is_list()) fault(kJoin);
  std::string out;
  for (auto& item : list.items) {
    if (!item.is_scalar()) fault(kJoin);
    if (&item != &list.items[0]) out += argument.items[0].text;
    out += item.text;
    if (out.size() > kBudget) too_large();
  }
  return out;
}

Value Evaluator::split(const Value& argument) {
  const std::string& at = argument.items[0].text;
  const std::string whole =
      text(argument.items[1],
           "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or "
           "a function that returns a string to be split.");
  if (unknown(whole)) return kUnknown;
  Value out = Value::list();
  std::string_view rest = whole;
  for (std::size_t i; !at.empty() && (i = rest.find(at)) != rest.npos; rest.remove_prefix(i + at.size()))
    out.push(spend(rest.substr(0, i)));
  out.push(spend(rest));
  return out;
}

Value Evaluator::select(const Value& argument) {
  const std::string index = text(argument.items[0], kSelect);
  Value list = required(argument.items[1]);
  if (unknown(index) || unknown(list)) return kUnknown;
  if (!list.is_list()) fault(kSelect);
  const auto i = integer(index);
  if (!i) fault("Fn::Select requires a list argument with a valid index value as its first element");
  if (*i < 0 || std::size_t(*i) >= list.items.size()) fault("Fn::Select cannot select nonexistent value at index " + index);
  return std::move(list.items[std::size_t(*i)]);
}

Value Evaluator::find_in_map(const Value& argument) {
  constexpr std::string_view kSentence =
      "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value";
  const std::string map = text(argument.items[0], kSentence), key = text(argument.items[1], kSentence),
                    attribute = text(argument.items[2], kSentence);
  if (unknown(map) || unknown(key) || unknown(attribute)) return kUnknown;
  const Value *found = env_.mappings.find(map),
              *otherwise = argument.items.size() == 4 ? argument.items[3].find("DefaultValue") : nullptr;
  if (argument.items.size() == 4 && !otherwise) fault(kSentence);
  if (!found && !otherwise) fault("Mapping named '" + map + "' is not present in the 'Mappings' section of template.");
  found = found ? found->find(key) : nullptr;
  found = found ? found->find(attribute) : nullptr;
  if (found) return *found;
  if (!otherwise) fault("Unable to get mapping for " + map + "::" + key + "::" + attribute);
  return required(*otherwise);
}

Value Evaluator::cidr(const Value& argument) {
  constexpr std::string_view kSentence = "the arguments of Fn::Cidr must be a CIDR block and numbers";
  const std::string block = text(argument.items[0], kSentence), count = text(argument.items[1], kSentence),
                    bits = argument.items.size() == 3 ? text(argument.items[2], kSentence) : "8";
  if (unknown(block) || unknown(count) || unknown(bits)) return kUnknown;
  const auto n = integer(count), b = integer(bits);
  if (!n || !b) fault(kSentence);
  Value out = Value::list();
  for (auto& one : cidr_blocks(block, *n, *b)) out.push(spend(one));
  return out;
}

Value Evaluator::zones(const Value& argument) {
  std::string region = text(argument, "every Fn::GetAZs object must have a String-typed value.");
  if (region.empty()) region = env_.pseudo.region;
  const auto zones = unknown(region) || !env_.availability_zones ? std::nullopt : env_.availability_zones(region);
  if (!zones) return kUnknown;
  Value out = Value::list();
  for (auto& zone : *zones) out.push(zone);
  return out;
}

Value Evaluator::length(const Value& argument) {
  const Value list = required(argument);
  if (unknown(list)) return kUnknown;
  if (!list.is_list()) fault("every Fn::Length object must have a list or a function that returns a list.");
  return Value::number(static_cast<long long>(list.items.size()));
}

std::optional<Value> Evaluator::branch(const Value& argument) {
  return value(argument.items[named_condition(argument.items[0].text) ? 1 : 2]);
}

bool Evaluator::named_condition(const std::string& name) {
  if (condition) return condition(name);
  const auto it = env_.conditions.find(name);
  if (it == env_.conditions.end()) fault("unresolved condition dependency " + name + " in Fn::If");
  return it->second;
}

Environment environment_of(const Template& t, std::map<std::string, Value> parameters, PseudoParameters pseudo) {
  Environment out;
  out.parameters = std::move(parameters);
  out.pseudo = std::move(pseudo);
  out.mappings = t.mappings;
  out.extended = t.extended;
  return out;
}

Value evaluate(const Value& v, const Environment& env) { return Evaluator(env, Place::resources, true).value(v).value_or(Value()); }
Value evaluate_plainly(const Value& v, const Environment& env) {
  return Evaluator(env, Place::resources, false).value(v).value_or(Value());
}

void try_out(const Template& t, const Environment& env) {
  for (auto& [id, r] : t.resources)
    if (enabled(r, env.conditions))
      for (auto* v : {&r.properties, &r.creation_policy, &r.update_policy, &r.metadata}) evaluate_plainly(*v, env);
  for (auto& [name, o] : t.outputs) {
    if (!enabled(o, env.conditions)) continue;
    evaluate_plainly(o.value, env);
    if (o.export_name) evaluate_plainly(*o.export_name, env);
  }
}

}  // namespace cloudformation::language
