#include "core/weights/pickle.h"
#include "tests/unit/weights/archive_writer.h"

#include <gtest/gtest.h>

namespace espalier::weights {
namespace {

using namespace testing;
using namespace std::string_literals;

Result<Pickle> read(const std::string& bytes)
{
    return Pickle::read(std::as_bytes(std::span(bytes)));
}

void expectRefused(const std::string& bytes, const std::string& part)
{
    const auto pickle = read(bytes);
    ASSERT_FALSE(pickle) << part;
    EXPECT_EQ(pickle.error().code, ErrorCode::Unreadable);
    EXPECT_NE(pickle.error().message.find(part), std::string::npos) << pickle.error().message;
}

TEST(Pickle, ReadsNumbersAndTexts)
{
    const std::string bytes = pickled::whole(
        pickled::tuple({"N", "\x88", "\x89", "K\xff", "M\x00\x01"s, "J\xff\xff\xff\xff", "\x8a\x00"s, "\x8a\x01\x80",
                        "\x8b\x02\x00\x00\x00\x00\x01"s, "G\xc0\x08\x00\x00\x00\x00\x00\x00"s, pickled::text("ü"),
                        "U\x02ok", "T\x02\x00\x00\x00ok"s, "C\x01\x00"s, "B\x01\x00\x00\x00\x07"s,
                        "\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\x00"s}));
    const auto pickle = read(bytes);
    ASSERT_TRUE(pickle) << describe(pickle.error());
    const PickleValue& root = pickle->at(pickle->root());
    ASSERT_EQ(root.items.size(), 16U);
    const auto item = [&](std::size_t i) -> const PickleValue& { return pickle->at(root.items[i]); };
    EXPECT_EQ(item(0).kind, PickleKind::None);
    EXPECT_EQ(item(1).integer, 1);
    EXPECT_EQ(item(2).kind, PickleKind::Bool);
    const std::vector<std::int64_t> numbers{255, 256, -1, 0, -128, 256};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        EXPECT_EQ(item(3 + i).kind, PickleKind::Integer);
        EXPECT_EQ(item(3 + i).integer, numbers[i]) << i;
    }
    EXPECT_EQ(item(9).number, -3.0);
    EXPECT_EQ(item(10).text, "ü");
    EXPECT_EQ(item(11).text, "ok");
    EXPECT_EQ(item(12).text, "ok");
    EXPECT_EQ(item(13).kind, PickleKind::Bytes);
    EXPECT_EQ(item(14).text, "\x07");
    EXPECT_EQ(item(15).kind, PickleKind::LongInteger);
    EXPECT_EQ(item(15).text.size(), 9U);
}

TEST(Pickle, RecordsCallsAndNeverMakesThem)
{
    const std::string bytes = pickled::whole(pickled::call(pickled::global("os", "system"), {pickled::text("true")}));
    const auto pickle = read(bytes);
    ASSERT_TRUE(pickle);
    const PickleValue& root = pickle->at(pickle->root());
    EXPECT_EQ(root.kind, PickleKind::Call);
    EXPECT_EQ(pickle->at(root.callee).text, "os");
    EXPECT_EQ(pickle->at(root.callee).name, "system");
    EXPECT_EQ(pickle->at(pickle->at(root.arguments).items.front()).text, "true");
}

TEST(Pickle, ReadsTheNewerProtocols)
{
    // FRAME, SHORT_BINUNICODE, MEMOIZE, STACK_GLOBAL, EMPTY_SET, ADDITEMS, NEWOBJ_EX, BINUNICODE8, FROZENSET
    const std::string bytes = "\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00"s + "(\x8c\x0b"s +
                              "collections\x94\x8c\x0bOrderedDict\x94\x93\x94)}\x92" + "h\x01" + "\x8f(K\x01K\x02\x90" +
                              "\x8d\x02\x00\x00\x00\x00\x00\x00\x00hi"s + "(K\x03\x91t.";
    const auto pickle = read(bytes);
    ASSERT_TRUE(pickle) << describe(pickle.error());
    const PickleValue& root = pickle->at(pickle->root());
    ASSERT_EQ(root.items.size(), 5U);
    EXPECT_EQ(pickle->at(pickle->at(root.items[0]).callee).name, "OrderedDict");
    EXPECT_EQ(pickle->at(root.items[1]).text, "OrderedDict");
    EXPECT_EQ(pickle->at(root.items[2]).items.size(), 2U);
    EXPECT_EQ(pickle->at(root.items[3]).text, "hi");
    EXPECT_EQ(pickle->at(root.items[4]).kind, PickleKind::Set);
}

TEST(Pickle, AListThatHoldsItselfIsACircleOfNumbers)
{
    const auto pickle = read("\x80\x02]q\x01h\x01"
                             "a.");
    ASSERT_TRUE(pickle) << describe(pickle.error());
    EXPECT_EQ(pickle->size(), 1U);
    EXPECT_EQ(pickle->at(pickle->root()).items.front(), pickle->root());
}

TEST(Pickle, OpaqueObjectsMayBeKeys)
{
    const std::string object = pickled::global("a.b", "C") + ")\x81";
    const auto pickle = read("\x80\x02}" + object + "K\x01" + "s.");
    ASSERT_TRUE(pickle) << describe(pickle.error());
    EXPECT_EQ(pickle->at(pickle->at(pickle->root()).items.front()).kind, PickleKind::Call);
}

TEST(Pickle, RefusesWithTheOpcodeAndItsPlace)
{
    expectRefused("\x80\x02i", "opcode 0x69 at byte 2");
    expectRefused("\x80\x09N.", "protocol");
    expectRefused("", "cut short at byte 0");
    expectRefused("\x80\x02", "cut short at byte 2");
    expectRefused("\x80\x02h\x07.", "never remembered");
    expectRefused("\x80\x02j\xff\xff\xff\xff.", "never remembered");
    expectRefused("\x80\x02X\xff\xff\xff\xff"
                  "abc.",
                  "cut short");
    expectRefused("\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
                  "abc.",
                  "cut short");
    expectRefused("\x80\x02\x8b\xff\xff\xff\x7f.", "cut short");
    expectRefused("\x80\x02.", "empty stack");
    expectRefused("\x80\x02t.", "mark");
    expectRefused("\x80\x02(K\x01(s.", "empty stack"); // beneath a mark lies another's
    expectRefused("\x80\x02}(K\x01u.", "cannot hold");
    expectRefused("\x80\x02(K\x01"
                  "d.",
                  "without a value");
    expectRefused("\x80\x02NK\x01"
                  "a.",
                  "cannot hold");
    expectRefused("\x80\x02"
                  "cos\nsystem",
                  "cut short");
    expectRefused("\x80\x02" + std::string(100'000, '('), "nests deeper");
    expectRefused("\x80\x02N" + std::string(100'000, '\x85'), "nests deeper");
    expectRefused("\x80\x02]q\x00"s + std::string(1000, ']') + std::string(1000, 'a') + ".", "nests deeper");
}

TEST(Pickle, EveryCutIsRefused)
{
    const std::string bytes = pickled::whole(pickled::mmengineMeta());
    ASSERT_TRUE(read(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(read(bytes.substr(0, length))) << length;
    }
}

} // namespace
} // namespace espalier::weights
