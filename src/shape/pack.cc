#include "shape/pack.h"

#include <cstring>

#include "base/bytes.h"

namespace shape {
namespace {

using base::get_varint, base::put_varint;

std::uint64_t zigzag(std::int64_t v) { return std::uint64_t(v) << 1 ^ std::uint64_t(v >> 63); }
std::int64_t unzigzag(std::uint64_t v) { return std::int64_t(v >> 1) ^ -std::int64_t(v & 1); }

void put_bytes(std::string& out, std::string_view bytes) {
  put_varint(out, bytes.size());
  out += bytes;
}
bool get_bytes(std::string_view& in, std::string_view& bytes) {
  std::uint64_t n = 0;
  if (!get_varint(in, n) || n > in.size()) return false;
  bytes = in.substr(0, n);
  in.remove_prefix(n);
  return true;
}

// Every value stands behind its own length, so that a reader can step over what it does not know. It is written where it
// stands: one byte is kept for its length, and it makes room where that takes more.
void put_value(const Shape& s, const void* p, std::string& out) {
  if (s.kind == Kind::text) return put_bytes(out, *static_cast<const std::string*>(p));
  if (s.kind == Kind::blob) return put_bytes(out, static_cast<const Blob*>(p)->bytes);
  const std::size_t at = out.size();
  out += '\0';
  pack(s, p, out);
  std::size_t n = out.size() - at - 1;
  if (n >= 0x80) {
    std::size_t more = 0;
    for (std::size_t left = n >> 7; left; left >>= 7) ++more;
    out.insert(at, more, '\0');
  }
  std::size_t i = at;
  for (; n >= 0x80; n >>= 7) out[i++] = char(n | 0x80);
  out[i] = char(n);
}

bool unpack_structure(const Shape& s, void* p, std::string_view in) {
  while (!in.empty()) {
    std::uint64_t number = 0;
    std::string_view bytes;
    if (!get_varint(in, number) || !get_bytes(in, bytes)) return false;
    if (number >= s.members.size()) continue;
    const Member& m = s.members[number];
    void* at = m.at(p);
    if (m.shape->optional) at = m.shape->engage(at);
    if (!unpack(*m.shape, at, bytes)) return false;
  }
  return true;
}

}  // namespace

void pack(const Shape& s, const void* p, std::string& out) {
  switch (s.kind) {
    case Kind::boolean: out += char(*static_cast<const bool*>(p)); return;
    case Kind::integer: put_varint(out, zigzag(*static_cast<const std::int64_t*>(p))); return;
    case Kind::time: put_varint(out, zigzag(static_cast<const base::Time*>(p)->ms)); return;
    case Kind::real: {
      std::uint64_t bits;
      std::memcpy(&bits, p, 8);
      base::put_u64(out, bits);
      return;
    }
    case Kind::text: out += *static_cast<const std::string*>(p); return;
    case Kind::blob: out += static_cast<const Blob*>(p)->bytes; return;
    case Kind::list:
      for (std::size_t i = 0, n = s.count(p); i < n; ++i) put_value(*s.element, s.nth(const_cast<void*>(p), i), out);
      return;
    case Kind::map: {
      struct With { const Shape* element; std::string* out; } with{s.element, &out};
      s.each(const_cast<void*>(p), &with, [](void* w, const std::string& key, void* value) {
        put_bytes(*static_cast<With*>(w)->out, key);
        put_value(*static_cast<With*>(w)->element, value, *static_cast<With*>(w)->out);
      });
      return;
    }
    case Kind::structure:
      for (std::size_t i = 0; i < s.members.size(); ++i) {
        const void* value = value_of(*s.members[i].shape, member_of(s.members[i], p));
        if (!value) continue;
        put_varint(out, i);
        put_value(*s.members[i].shape, value, out);
      }
      return;
  }
}

bool unpack(const Shape& s, void* p, std::string_view in) {
  std::uint64_t v = 0;
  switch (s.kind) {
    case Kind::boolean:
      if (in.size() != 1) return false;
      *static_cast<bool*>(p) = in[0] != 0;
      return true;
    case Kind::integer:
      if (!get_varint(in, v) || !in.empty()) return false;
      *static_cast<std::int64_t*>(p) = unzigzag(v);
      return true;
    case Kind::time:
      if (!get_varint(in, v) || !in.empty()) return false;
      static_cast<base::Time*>(p)->ms = unzigzag(v);
      return true;
    case Kind::real:
      if (in.size() != 8) return false;
      v = base::get_u64(in.data());
      std::memcpy(p, &v, 8);
      return true;
    case Kind::text: static_cast<std::string*>(p)->assign(in); return true;
    case Kind::blob: static_cast<Blob*>(p)->bytes.assign(in); return true;
    case Kind::list:
      while (!in.empty()) {
        std::string_view bytes;
        if (!get_bytes(in, bytes) || !unpack(*s.element, s.grow(p), bytes)) return false;
      }
      return true;
    case Kind::map:
      while (!in.empty()) {
        std::string_view key, bytes;
        if (!get_bytes(in, key) || !get_bytes(in, bytes) || !unpack(*s.element, s.put(p, key), bytes)) return false;
      }
      return true;
    case Kind::structure: return unpack_structure(s, p, in);
  }
  return false;
}

}  // namespace shape
