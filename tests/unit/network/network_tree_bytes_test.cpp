#include "core/base/hash.h"
#include "core/network/network_tree.h"
#include "tests/unit/network/hand_network.h"

#include <gtest/gtest.h>

#include <functional>

namespace espalier::network {
namespace {

constexpr std::size_t kHead = 24;
constexpr std::uint64_t kMostChannels = 1 << 20;
constexpr std::uint64_t kMostParameters = std::uint64_t{1} << 48;

std::string number(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7) {
        bytes += static_cast<char>(value | 0x80);
    }
    return bytes + static_cast<char>(value);
}

/// A file put together by hand: what the reader takes for granted nowhere, this one can break anywhere.
struct File {
    struct RawTensor {
        std::uint64_t name = 4;
        std::uint64_t isParameter = 1;
        std::vector<std::uint64_t> shape{3, 2};
    };
    struct RawModule {
        std::uint64_t parent = 0;
        std::uint64_t name = 2;
        std::uint64_t kind = 3;
        std::uint64_t type = 3;
        std::uint64_t part = 0;
        std::uint64_t inputs = 2;
        std::uint64_t outputs = 3;
        std::uint64_t kernel = 1;
        std::uint64_t stride = 8;
        std::uint64_t flags = 3;
        std::vector<RawTensor> tensors;
    };
    std::string what = "espalier tree 2\n";
    std::vector<std::string> texts{"", "container", "stem", "conv2d", "weight", "bias", "a.b", "a\n", "conv3d"};
    std::vector<RawModule> modules{{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, {}},
                                   {0, 2, 3, 3, 0, 2, 3, 1, 8, 3, {{4, 1, {3, 2}}, {5, 0, {}}}},
                                   {1, 2, 3, 3, 0, 2, 3, 1, 8, 2, {{4, 1, {3, 2}}}}};
    std::uint64_t moduleCount = 3;
    std::vector<std::uint64_t> edges{1, 2};
    std::string rest;
    std::uint64_t sumError = 0;

    [[nodiscard]] std::string bytes() const
    {
        std::string payload = number(texts.size());
        for (const std::string& text : texts) {
            payload += number(text.size()) + text;
        }
        payload += number(0) + number(0) + number(moduleCount);
        for (std::size_t i = 0; i < modules.size(); ++i) {
            const RawModule& module = modules[i];
            payload += i > 0 ? number(module.parent) : std::string();
            for (const std::uint64_t value : {module.name, module.kind, module.type, module.part, module.inputs,
                                              module.outputs, module.kernel, module.stride, module.flags}) {
                payload += number(value);
            }
            payload += number(module.tensors.size());
            for (const RawTensor& tensor : module.tensors) {
                payload += number(tensor.name) + number(tensor.isParameter) + number(tensor.shape.size());
                for (const std::uint64_t side : tensor.shape) {
                    payload += number(side);
                }
            }
        }
        payload += number(edges.size() / 2);
        for (const std::uint64_t end : edges) {
            payload += number(end);
        }
        payload += rest;
        std::string file = what;
        for (int shift = 0; shift < 64; shift += 8) {
            file += static_cast<char>((xxHash64(payload) + sumError) >> shift);
        }
        return file + payload;
    }
};

TEST(NetworkTreeBytes, GiveTheSameTreeBack)
{
    NetworkTree tree = hand::network();
    Module shown = hand::imageMap("drawn", ModuleKind::Block, 3, 5);
    shown.type = "CBS 3×3 /2";
    shown.part = "backbone.stage4";
    tree.add(0, shown);
    const auto back = NetworkTree::fromBytes(tree.toBytes());
    ASSERT_TRUE(back.has_value()) << describe(back.error());
    EXPECT_EQ(*back, tree);
    EXPECT_EQ(back->toBytes(), tree.toBytes());
    for (const Module& module : tree.modules()) {
        EXPECT_EQ(back->find(module.path), tree.find(module.path)) << module.path;
    }
}

TEST(NetworkTreeBytes, AreWhatTheFormatSays)
{
    const auto tree = NetworkTree::fromBytes(File().bytes());
    ASSERT_TRUE(tree.has_value()) << describe(tree.error());
    ASSERT_EQ(tree->size(), 3);
    const Module& inner = tree->module(2);
    EXPECT_EQ(inner.path, "stem.stem");
    EXPECT_EQ(inner.kind, ModuleKind::Conv2d);
    EXPECT_FALSE(inner.isImageMap);
    EXPECT_TRUE(inner.canGraft);
    EXPECT_EQ(tree->module(1).tensors.at(0), (Tensor{"weight", {3, 2}, true}));
    EXPECT_EQ(tree->module(1).tensors.at(1), (Tensor{"bias", {}, false}));
    EXPECT_EQ(tree->edges().at(0), (DataEdge{1, 2}));
}

TEST(NetworkTreeBytes, CutOffAnywhereAreRefused)
{
    const std::string whole = hand::network().toBytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto tree = NetworkTree::fromBytes(std::string_view(whole).substr(0, size));
        ASSERT_FALSE(tree.has_value()) << size;
        EXPECT_EQ(tree.error().code, ErrorCode::Unreadable) << size;
    }
}

TEST(NetworkTreeBytes, WithAByteTurnedAnywhereAreRefused)
{
    const std::string whole = hand::network().toBytes();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        EXPECT_FALSE(NetworkTree::fromBytes(damaged).has_value()) << at;
    }
}

/// The payload ends early, and the checksum is that of what is left.
TEST(NetworkTreeBytes, CutOffAndSealedAgainAreRefused)
{
    const std::string whole = hand::network().toBytes();
    for (std::size_t size = kHead; size < whole.size(); ++size) {
        const std::string payload = whole.substr(kHead, size - kHead);
        std::string file = whole.substr(0, kHead - sizeof(std::uint64_t));
        for (int shift = 0; shift < 64; shift += 8) {
            file += static_cast<char>(xxHash64(payload) >> shift);
        }
        EXPECT_FALSE(NetworkTree::fromBytes(file + payload).has_value()) << size;
    }
}

TEST(NetworkTreeBytes, ThatLieAreRefused)
{
    struct Damage {
        const char* what;
        std::function<void(File&)> apply;
    };
    const std::vector<Damage> damages{
        {"another format", [](File& f) { f.what = "espalier tree 1\n"; }},
        {"a wrong sum", [](File& f) { f.sumError = 1; }},
        {"no module", [](File& f) { f.modules.clear(), f.moduleCount = 0, f.edges.clear(); }},
        {"more modules than there are", [](File& f) { f.moduleCount = 4; }},
        {"endless modules", [](File& f) { f.moduleCount = 200'001; }},
        {"fewer modules than there are", [](File& f) { f.moduleCount = 2; }},
        {"something behind the end", [](File& f) { f.rest = "x"; }},
        {"a root with a name", [](File& f) { f.modules[0].name = 2; }},
        {"a parent after its child", [](File& f) { f.modules[1].parent = 2; }},
        {"its own parent", [](File& f) { f.modules[2].parent = 2; }},
        {"a parent far out", [](File& f) { f.modules[2].parent = kMostParameters; }},
        {"a name with a dot", [](File& f) { f.modules[2].name = 6; }},
        {"a name of control characters", [](File& f) { f.modules[2].name = 7; }},
        {"an empty name", [](File& f) { f.modules[2].name = 0; }},
        {"two of one name", [](File& f) { f.modules[2].parent = 0; }},
        {"a name that no text has", [](File& f) { f.modules[2].name = 9; }},
        {"a name that is no text", [](File& f) { f.texts[2] = "\xff"; }},
        {"an endless name", [](File& f) { f.texts[2] = std::string(1025, 'a'); }},
        {"an endless path", [](File& f) { f.texts[2] = std::string(600, 'a'); }},
        {"an unknown kind", [](File& f) { f.modules[2].kind = 8; }},
        {"endless channels in", [](File& f) { f.modules[2].inputs = kMostChannels + 1; }},
        {"endless channels out", [](File& f) { f.modules[2].outputs = ~std::uint64_t{0}; }},
        {"an endless kernel", [](File& f) { f.modules[2].kernel = 65; }},
        {"an endless stride", [](File& f) { f.modules[2].stride = kMostChannels + 1; }},
        {"a flag that is not known", [](File& f) { f.modules[2].flags = 4; }},
        {"too many sides", [](File& f) { f.modules[2].tensors[0].shape = std::vector<std::uint64_t>(9, 1); }},
        {"one huge side", [](File& f) { f.modules[2].tensors[0].shape = {kMostParameters + 1}; }},
        {"a product that overflows",
         [](File& f) {
             f.modules[2].tensors[0].shape = {1 << 30, 1 << 30, 1 << 30};
         }},
        {"a sum over the tree that overflows",
         [](File& f) { f.modules[1].tensors[0].shape = f.modules[2].tensors[0].shape = {kMostParameters / 2 + 1}; }},
        {"a tensor without a name", [](File& f) { f.modules[2].tensors[0].name = 0; }},
        {"two tensors of one name", [](File& f) { f.modules[1].tensors[1].name = 4; }},
        {"a tensor that is two things", [](File& f) { f.modules[2].tensors[0].isParameter = 2; }},
        {"an edge to nowhere", [](File& f) { f.edges[1] = 3; }},
    };
    for (const Damage& damage : damages) {
        File file;
        damage.apply(file);
        const auto tree = NetworkTree::fromBytes(file.bytes());
        ASSERT_FALSE(tree.has_value()) << damage.what;
        EXPECT_EQ(tree.error().code, ErrorCode::Unreadable) << damage.what;
        EXPECT_FALSE(tree.error().message.empty()) << damage.what;
    }
}

TEST(NetworkTreeBytes, ADeepChainIsRefusedBeforeItFillsTheMemory)
{
    NetworkTree tree("deep", "none");
    ModuleId last = tree.add(kNoModule, {});
    for (int i = 0; i < 600; ++i) {
        last = tree.add(last, hand::module("a", ModuleKind::Container));
    }
    EXPECT_FALSE(NetworkTree::fromBytes(tree.toBytes()).has_value());
}

} // namespace
} // namespace espalier::network
