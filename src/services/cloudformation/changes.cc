#include "services/cloudformation/changes.h"

#include "services/cloudformation/outputs.h"
#include "services/cloudformation/rows.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/template/changes.h"

namespace cloudformation {

using language::Environment, language::Reference;

namespace {

class Comparing {
 public:
  Comparing(Call& call, const StackRecord& stack, const Plan& now, const Draft& draft) : call_(call), stack_(stack), now_(now), plan_(draft.plan), b_(draft.blueprint) {
    each_of(call.txn(), kResources, place_of(stack, call.scope()), [&](std::string_view key, ResourceRecord r) {
      if (r.stage != kGone) rows_[std::string(key)] = std::move(r);
    });
    full_ = with_callbacks(b_.environment);
    veiled_ = b_.veiled ? with_callbacks(*b_.veiled) : full_;
    auto before = texts_of(call.house(), now, stack.arn);
    for (auto& p : b_.parameters) if (auto it = before.find(p.name); it == before.end() || it->second != p.text) changed_parameters_.insert(p.name);
    for (auto& p : now.parameters)
      for (auto& q : plan_.parameters) if (p.key == q.key && p.stored != q.stored) changed_parameters_.insert(p.key);
  }

  Comparison all() {
    Comparison out;
    for (auto& id : b_.order) one(id, out);
    for (auto& [id, row] : rows_) {
      if (b_.dependencies.contains(id)) continue;
      ResourceChange c = change("Remove", id, row);
      c.policyAction = policy_word(row.deletion_policy);
      out.resources.push_back(std::move(c));
    }
    std::string types;
    for (auto& id : b_.order)
      if (auto it = rows_.find(id); it != rows_.end() && it->second.type != b_.form.resource(id)->type) types += (types.empty() ? "" : ", ") + id;
    if (!types.empty()) throw invalid("Update of resource type is not permitted. The new template modifies resource type of the following resources: [" + types + "]");
    out.beside = plan_.tags != now_.tags || plan_.notification_arns != now_.notification_arns || plan_.role_arn != now_.role_arn || rollback_differs() || outputs_differ();
    return out;
  }

 private:
  enum class Fate : std::uint8_t { added, modified, replaced };

  Environment with_callbacks(const Environment& base) {
    Environment e = base;
    e.ref = [this](std::string_view id) -> std::optional<Value> {
      auto it = rows_.find(std::string(id));
      if (it == rows_.end() || fate(id) == Fate::added || fate(id) == Fate::replaced) return {};
      return ref_of(call_.house(), stack_, it->second);
    };
    e.attribute = [this](std::string_view id, std::string_view name) -> std::optional<Value> {
      auto it = rows_.find(std::string(id));
      if (it == rows_.end() || fate(id) == Fate::added || fate(id) == Fate::replaced) return {};
      try {
        return attribute_of(call_.house(), stack_, it->second, name);
      } catch (const language::Fault&) {
        return {};                               // perhaps after the update
      }
    };
    e.import = [this](std::string_view name) -> std::optional<Value> {
      auto found = call_.in(kExports).get(name);
      if (!found) return {};
      return Value(opened(call_.house(), found->value, "export/" + std::string(name)));
    };
    return e;
  }

  std::optional<Fate> fate(std::string_view id) const {
    auto it = fates_.find(std::string(id));
    return it == fates_.end() ? std::nullopt : std::optional(it->second);
  }

  static std::string policy_word(const std::string& policy) {
    return policy == "Retain" ? "Retain" : policy == "Snapshot" ? "Snapshot" : policy == "RetainExceptOnCreate" ? "Retain" : "Delete";
  }

  static ResourceChange change(std::string_view action, const std::string& id, const ResourceRecord& row) {
    ResourceChange c;
    c.action = action;
    c.logicalResourceId = id;
    c.resourceType = row.type;
    if (!row.physical.empty()) c.physicalResourceId = row.physical;
    return c;
  }

  void one(const std::string& id, Comparison& out) {
    auto& d = *b_.form.resource(id);
    auto it = rows_.find(id);
    if (it == rows_.end() || it->second.physical.empty()) {
      fates_[id] = Fate::added;
      ResourceRecord row;
      row.type = d.type;
      out.resources.push_back(change("Add", id, row));
      if (d.type == kStackType) out.nested[id] = language::evaluate_plainly(d.properties, full_);
      return;
    }
    const ResourceRecord& row = it->second;
    const ResourceType* type = find_type(row.type);
    ResourceChange c = change("Modify", id, row);
    const Value before = compared_of(call_.house(), stack_, row), after = language::evaluate_plainly(d.properties, full_);
    bool replaced = false, perhaps = false;
    for (auto& difference : language::differences(before, after)) detail(d, difference, type, c, replaced, perhaps);
    if (type && plan_.tags != row.tags && takes_tags(*type)) add(c, "Tags", {.target = {.attribute = "Tags", .name = {}, .requiresRecreation = "Never"},
                                                                             .evaluation = "Static", .changeSource = "DirectModification", .causingEntity = {}});
    std::string metadata = d.metadata.is_null() ? "" : language::to_json(language::evaluate_plainly(d.metadata, veiled_));
    beside(c, "Metadata", metadata != row.metadata);
    beside(c, "DeletionPolicy", d.deletion_policy != row.deletion_policy);
    beside(c, "UpdateReplacePolicy", d.update_replace_policy != row.replace_policy);
    const bool nested = row.type == kStackType;
    if (nested) out.nested[id] = after;
    if (nested && c.details.empty())             // its template may have changed where it lies
      add(c, "Properties", {.target = {.attribute = "Properties", .name = {}, .requiresRecreation = "Never"}, .evaluation = "Dynamic", .changeSource = "Automatic",
                            .causingEntity = {}});
    if (c.scope.empty() && row.status != "UPDATE_FAILED" && row.status != "CREATE_FAILED") return;
    if (type && !type->update && !replaced && std::find(c.scope.begin(), c.scope.end(), "Properties") != c.scope.end()) replaced = true;
    c.replacement = replaced ? "True" : perhaps ? "Conditional" : "False";
    if (replaced) c.policyAction = "ReplaceAnd" + policy_word(d.update_replace_policy);
    fates_[id] = replaced ? Fate::replaced : Fate::modified;
    c.beforeContext = R"({"Properties":)" + row.shown + "}";
    c.afterContext = R"({"Properties":)" + language::to_json(language::evaluate_plainly(d.properties, veiled_)) + "}";
    out.resources.push_back(std::move(c));
  }

  static void add(ResourceChange& c, std::string_view scope, ChangeDetail d) {
    if (std::find(c.scope.begin(), c.scope.end(), scope) == c.scope.end()) c.scope.emplace_back(scope);
    c.details.push_back(std::move(d));
  }
  static void beside(ResourceChange& c, std::string_view scope, bool differs) {
    if (differs)
      add(c, scope, {.target = {.attribute = std::string(scope), .name = {}, .requiresRecreation = "Never"}, .evaluation = "Static", .changeSource = "DirectModification",
                     .causingEntity = {}});
  }

  void detail(const language::ResourceDeclaration& d, const language::Difference& x, const ResourceType* type, ResourceChange& c, bool& replaced, bool& perhaps) {
    const std::string name = x.property.empty() ? "Tags" : x.property;
    ChangeDetail out{.target = {.attribute = x.scope, .name = {}, .requiresRecreation = "Never"}, .evaluation = "Static", .changeSource = "DirectModification", .causingEntity = {}};
    if (!x.property.empty()) out.target.name = x.property;
    if (!x.path.empty()) out.target.path = x.path;
    out.target.attributeChangeType = x.change;
    const bool unknown = x.after && !language::known(*x.after);
    if (unknown) out.evaluation = "Dynamic";
    if (type)
      for (auto& p : type->properties)
        if (p.name == name && (p.change == Change::replacement || !type->update)) {
          out.target.requiresRecreation = unknown ? "Conditionally" : "Always";
          (unknown ? perhaps : replaced) = true;
        }
    source(d, name, out);
    add(c, x.scope, std::move(out));
  }

  // What the change comes from: another resource, a parameter, or the template itself.
  void source(const language::ResourceDeclaration& d, const std::string& property, ChangeDetail& out) const {
    auto* declared = d.properties.find(property);
    if (!declared) return;
    for (auto& r : language::references(*declared, &b_.conditions)) {
      if (r.kind == Reference::Kind::ref && changed_parameters_.contains(r.name)) {
        out.changeSource = "ParameterReference";
        out.causingEntity = r.name;
      } else if (r.kind == Reference::Kind::ref && fates_.contains(r.name)) {
        out.changeSource = "ResourceReference";
        out.causingEntity = r.name;
        return;
      } else if (r.kind == Reference::Kind::attribute && fates_.contains(r.name)) {
        out.changeSource = "ResourceAttribute";
        out.causingEntity = r.name + "." + r.attribute;
        return;
      }
    }
  }

  bool rollback_differs() const {
    return std::tie(plan_.monitoring_minutes, plan_.triggers) != std::tie(now_.monitoring_minutes, now_.triggers);
  }

  bool outputs_differ() {
    Outputs before = kept_outputs(call_.house(), stack_), after;
    try {
      after = outputs_of(b_, full_);
    } catch (const language::Fault&) {
      return true;
    }
    return packed(before) != packed(after);
  }

  Call& call_;
  const StackRecord& stack_;
  const Plan &now_, &plan_;
  const Blueprint& b_;
  std::map<std::string, ResourceRecord> rows_;
  std::map<std::string, Fate> fates_;
  std::set<std::string> changed_parameters_;
  Environment full_, veiled_;
};

const Comparison& allowed(const Comparison& c, const Asked& a) {
  if (!a.resource_types) return c;
  for (auto& change : c.resources) {
    const std::string& type = change.resourceType;
    const bool named = std::any_of(a.resource_types->begin(), a.resource_types->end(), [&](const std::string& t) {
      return t == type || (t.ends_with('*') && type.starts_with(t.substr(0, t.size() - 1)));
    });
    if (!named) throw invalid("Resource type " + type + " is not allowed by parameter ResourceTypes");
  }
  return c;
}

}  // namespace

Comparison compare(Call& call, const StackRecord& stack, const Plan& now, const Draft& draft, const Asked& a) try {
  return allowed(Comparing(call, stack, now, draft).all(), a);
} catch (const language::Fault& f) {
  throw invalid(f.message);
}

Comparison additions(const Draft& d, const Asked& a) {
  Comparison out;
  for (auto& id : d.blueprint.order) {
    ResourceChange c;
    c.action = "Add";
    c.logicalResourceId = id;
    c.resourceType = d.blueprint.form.resource(id)->type;
    out.resources.push_back(std::move(c));
    auto& r = *d.blueprint.form.resource(id);
    if (r.type == kStackType) out.nested[id] = language::evaluate_plainly(r.properties, d.blueprint.environment);
  }
  return allowed(out, a);
}

}  // namespace cloudformation
