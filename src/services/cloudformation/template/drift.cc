#include "services/cloudformation/template/drift.h"

#include <algorithm>

#include "base/bytes.h"

namespace cloudformation::language {

namespace {

std::string shown(const Value* v) { return !v ? "null" : v->is_scalar() ? v->text : to_json(*v); }

const Value* member_like(const Value& map, const std::string& name) {
  for (auto& [key, v] : map.members) if (base::iequals(key, name)) return &v;
  return nullptr;
}

// A document that comes as text.
Value opened(const Value& v) {
  if (!v.is_string() || v.text.empty() || (v.text.front() != '{' && v.text.front() != '[')) return v;
  try {
    return from_json(v.text);
  } catch (const Fault&) {
    return v;
  }
}

class Looking {
 public:
  std::vector<PropertyDrift> found;

  // What is there, in the words and the order of what is wanted.
  Value look(const std::string& path, const Value& wanted, const Value& live) {
    const Value w = opened(wanted), l = opened(live);
    if (w.is_list()) return items(path, w.items, l.is_list() ? l.items : std::vector<Value>{l});
    if (l.is_list() && l.items.size() == 1) return look(path, w, l.items.front());
    if (w.is_map() && l.is_map()) return members(path, w, l);
    if (same(w, l) || (w.is_scalar() && l.is_scalar() && base::iequals(w.text, l.text) && (base::iequals(l.text, "true") || base::iequals(l.text, "false")))) return wanted;
    note(path, "NOT_EQUAL", &wanted, &live);
    return live;
  }

  Value members(const std::string& path, const Value& wanted, const Value& live) {
    Value out = Value::map();
    for (auto& [name, v] : wanted.members) {
      const Value* l = member_like(live, name);
      if (l && !l->is_null()) out.set(name, look(path + "/" + name, v, *l));
      else if (!v.is_null()) note(path + "/" + name, "REMOVE", &v, nullptr);
    }
    return out;
  }

 private:
  void note(const std::string& path, const char* kind, const Value* wanted, const Value* live) { found.push_back({path, kind, shown(wanted), shown(live)}); }

  static std::size_t distance(const Value& wanted, const Value& live) {
    Looking probe;
    probe.look("", wanted, live);
    return probe.found.size();
  }

  // Each is paired with the one most like it; scalars only with their equals.
  Value items(const std::string& path, const std::vector<Value>& wanted, const std::vector<Value>& live) {
    std::vector<const Value*> partner(wanted.size(), nullptr);
    std::vector<bool> taken(live.size(), false);
    auto pair = [&](std::size_t i, std::size_t most) {
      std::size_t best = live.size(), least = most + 1;
      for (std::size_t j = 0; j < live.size() && least > 0; ++j)
        if (const std::size_t d = taken[j] ? least : distance(wanted[i], live[j]); d < least) {
          best = j;
          least = d;
        }
      if (best == live.size()) return;
      partner[i] = &live[best];
      taken[best] = true;
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) pair(i, 0);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (!partner[i] && wanted[i].members.size() > 1) pair(i, wanted[i].members.size() - 1);
    Value out = Value::list();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const std::string at = path + "/" + std::to_string(i);
      if (partner[i]) out.push(look(at, wanted[i], *partner[i]));
      else note(at, "REMOVE", &wanted[i], nullptr);
    }
    for (std::size_t j = 0; j < live.size(); ++j)
      if (!taken[j]) {
        note(path + "/" + std::to_string(out.items.size()), "ADD", nullptr, &live[j]);
        out.push(live[j]);
      }
    return out;
  }
};

}  // namespace

Drift drift_of(const Value& declared, const Value& live) {
  Drift out{Value::map(), {}, {}};
  for (auto& [name, v] : declared.members)
    if (member_like(live, name) && !v.is_null()) out.expected.set(name, v);
  Looking looking;
  out.actual = looking.members("", out.expected, live);
  out.differences = std::move(looking.found);
  return out;
}

}  // namespace cloudformation::language
