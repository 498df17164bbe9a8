#pragma once
// What the readers of all protocols share: where they are, what did not come, and how much they may make.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shape/shape.h"
#include "shape/validate.h"
#include "wire/message.h"

namespace wire {

// The way to the value at hand, kept on the stack; spelled only when something is wrong.
struct Step {
  const Step* up = nullptr;
  std::string_view name{};              // a member, or a map's key
  std::size_t number = 0;               // a list's element, from 1
  bool element = false;                 // of a list or map: ".member" follows, as in shape::violations
};

inline void append_path(std::string& out, const Step& at) {
  if (at.up) {
    append_path(out, *at.up);
    out += '.';
  }
  if (at.number) out += std::to_string(at.number); else out += at.name;
  if (at.element) out += ".member";
}

class Reading {
 public:
  std::vector<std::string> missing;

 protected:
  // Faults bear this code and, if there is one, always this sentence.
  explicit Reading(std::string_view code, std::string_view sentence = {}) : code_(code), sentence_(sentence) {}

  [[noreturn]] void fail(std::string_view message) const {
    throw Malformed{std::string(code_), std::string(sentence_.empty() ? message : sentence_)};
  }

  void absent(const shape::Shape& s, const Step& at) {
    if (s.optional || missing.size() == kMaxMissing) return;
    std::string path;
    append_path(path, at);
    missing.push_back(shape::missing(path));
  }

  void* grow(const shape::Shape& list, void* p) {
    if (++elements_ > kMaxElements) fail("Too many elements");
    return list.grow(p);
  }

  // A scalar's last value counts; anything larger may come under one key only once.
  void* put(const shape::Shape& map, void* p, std::string_view key) {
    if (++elements_ > kMaxElements) fail("Too many elements");
    std::size_t before = map.count(p);
    void* value = map.put(p, key);
    if (map.count(p) == before && map.element->kind >= shape::Kind::list) fail("Duplicate map key");
    return value;
  }

 private:
  static constexpr std::size_t kMaxMissing = 100, kMaxElements = 20'000;      // twice the longest list that is taken: beyond it, shapes refuse
  std::string_view code_, sentence_;
  std::size_t elements_ = 0;
};

// The parts of the body that belong to a structure's members, by number: a slice of a stack that the reader owns.
template <class Part>
class Parts {
 public:
  using Stack = std::vector<std::optional<Part>>;
  Parts(Stack& stack, std::size_t n) : stack_(stack), base_(stack.size()) { stack.resize(base_ + n); }
  ~Parts() { stack_.resize(base_); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  std::optional<Part>& operator[](std::size_t i) { return stack_[base_ + i]; }

 private:
  Stack& stack_;
  std::size_t base_;
};

}  // namespace wire
