#include "shape/pack.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace shape {
namespace {

struct Leaf { std::string text; std::int64_t number = 0; };
BOOST_DESCRIBE_STRUCT(Leaf, (), (text, number))
struct Tree {
  std::optional<Leaf> leaf;
  std::vector<Leaf> leaves;
  std::map<std::string, std::string> words;
  std::optional<Blob> blob;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (leaf, leaves, words, blob))

// As docs/formats/state.md has it: member by member, each behind its number and length.
std::string member(std::uint64_t number, std::string_view bytes) {
  std::string out;
  base::put_varint(out, number);
  base::put_varint(out, bytes.size());
  return out.append(bytes);
}
std::string counted(std::string_view bytes) { return member(0, bytes).substr(1); }
std::string leaf(std::string_view text) { return member(0, text) + member(1, "\x0E"); }

TEST(StoredForm, WritesLengthsOfEverySize) {
  for (std::size_t n : {0, 1, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 16370, 16378, 16379, 16380, 16383, 16384, 70000, 3000000}) {
    const std::string text(n, 'x');
    const Tree tree{Leaf{text, 7}, {{"", 7}, {text, 7}, {"y", 7}}, {{"a", text}, {"b", ""}}, Blob{text}};
    const std::string expected = member(0, leaf(text)) + member(1, counted(leaf("")) + counted(leaf(text)) + counted(leaf("y"))) +
                                 member(2, counted("a") + counted(text) + counted("b") + counted("")) + member(3, text);
    const std::string bytes = packed(tree);
    ASSERT_TRUE(bytes == expected) << n;
    auto back = unpacked<Tree>(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(packed(*back), bytes);
    EXPECT_EQ(back->leaves.at(1).text, text);
    EXPECT_EQ(back->words.at("a"), text);
  }
}

TEST(StoredForm, StepsOverWhatItDoesNotKnow) {
  const std::string bytes = packed(Tree{Leaf{"t", 7}, {}, {}, Blob{"b"}});
  auto first = unpacked<Leaf>(member(0, "text") + member(1, "\x0E") + member(5, "news"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->text, "text");
  EXPECT_EQ(first->number, 7);
  for (std::size_t n = 0; n < bytes.size(); ++n)
    if (auto cut = unpacked<Tree>(std::string_view(bytes).substr(0, n))) EXPECT_FALSE(cut->blob);      // cut between members: the last is not there
}

}  // namespace
}  // namespace shape
