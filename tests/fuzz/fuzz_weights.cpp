// Files of weights, changed by a seeded loop and opened: each must give a value or an error of one sentence.
#include "core/weights/families.h"
#include "core/weights/weights_file.h"
#include "tests/fuzz/fuzz_loop.h"
#include "tests/unit/weights/archive_writer.h"

#include <fstream>

namespace espalier::weights {
namespace {

using namespace testing;

std::string sixFloats()
{
    return blob(std::vector<float>{0, 1, 2, 3, 4, 5});
}

std::string torchSeed(bool large)
{
    using pickled::tensor;
    const std::string state =
        pickled::orderedDict({{"module.whole", tensor({"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}})},
                              {"turned", pickled::parameter({"0", "FloatStorage", 6, 0, {3, 2}, {1, 3}})},
                              {"count", tensor({"1", "LongStorage", 1, 0, {}, {}})}});
    const std::string pickle =
        pickled::whole(pickled::dict({{"meta", pickled::mmengineMeta()}, {"state_dict", state}}));
    const std::string count = blob(std::vector<std::int64_t>{7});
    if (!large) {
        return torchArchive(pickle, {{"0", sixFloats()}, {"1", count}});
    }
    return zip({{"best/data.pkl", pickle, 0, true}, {"best/data/0", sixFloats(), 0, true}, {"best/data/1", count}},
               true);
}

std::string moduleSeed()
{
    const std::string layer =
        pickled::module({{"weight", pickled::parameter({"0", "FloatStorage", 6, 0, {6}, {1}})}}, {});
    const std::string model = pickled::module({}, {{"model", pickled::module({}, {{"0", layer}, {"1", layer}})}});
    return torchArchive(pickled::whole(pickled::dict({{"model", model}})), {{"0", sixFloats()}});
}

/// Protocol 4: frames, memo without numbers, names from the stack.
std::string newerSeed()
{
    const auto text = [](const std::string& value) {
        return "\x8c" + raw(static_cast<std::uint8_t>(value.size())) + value + "\x94";
    };
    const auto global = [&](const std::string& module, const std::string& name) {
        return text(module) + text(name) + "\x93\x94";
    };
    const std::string storage =
        "(" + text("storage") + global("torch", "HalfStorage") + text("0") + text("cpu") + "K\x0ctQ";
    const std::string tensor = global("torch._utils", "_rebuild_tensor_v2") + "(" + storage +
                               std::string("K\0K\x03K\x04\x86K\x04K\x01\x86\x89N", 13) + "tR";
    const std::string body = "}\x94(" + text("w") + tensor + text("s") + "\x8f(K\x01K\x02\x90" + "u.";
    return torchArchive("\x80\x04\x95" + raw(std::uint64_t{body.size()}) + body, {{"0", sixFloats()}});
}

fuzz::Answer read(const std::filesystem::path& file)
{
    const auto answer = WeightsFile::open(file);
    if (!answer) {
        return {false, describe(answer.error()), fuzz::faultOf(answer.error())};
    }
    unsigned sum = 0;
    for (const auto& [name, view] : answer->tensors()) {
        std::uint64_t bytes = byteSize(view.type);
        for (const std::int64_t length : view.shape) {
            if (length < 0 ||
                (bytes != 0 && __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(length), &bytes))) {
                return {true, {}, "a shape that cannot be: " + name};
            }
        }
        if (bytes != view.bytes.size()) {
            return {true, {}, "bytes that do not fit the shape: " + name};
        }
        for (const std::byte byte : view.bytes) { // touches every byte that was promised
            sum += static_cast<unsigned>(byte);
        }
    }
    volatile unsigned kept = sum;
    static_cast<void>(kept);
    return {true, {}, recognise(answer->tensors()).sentence.empty() ? "a family without a sentence" : ""};
}

std::vector<fuzz::Kind> kinds(const std::filesystem::path& folder)
{
    std::ofstream(folder / "shard-1.safetensors", std::ios::binary)
        << safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                       R"("b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                       "xy");
    const std::string header =
        R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
        R"("b":{"dtype":"F16","shape":[],"data_offsets":[24,26]}})";
    const std::string index =
        R"({"metadata":{"total_size":8},"weight_map":{"a":"shard-1.safetensors","b":"shard-1.safetensors"}})";
    const auto reader = [](const std::string&, const std::filesystem::path& file) { return read(file); };
    return {
        {"safetensors",
         {safetensors(header, sixFloats() + "xy")},
         {{"\"dtype\":\"BF16\"", "\"F64\"", "\"I64\"", "\"BOOL\"", "\"shape\":[]", "\"data_offsets\":[0,0]"}},
         "input",
         reader},
        {"pth",
         {torchSeed(false), torchSeed(true), moduleSeed(), newerSeed()},
         {{"PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "PK\x06\x06", "ctorch._utils\n_rebuild_tensor_v2\n",
           "ctorch\nHalfStorage\n", "cos\nsystem\n", "\x8a\xff", "j\xff\xff\xff\xff", "R", "b", "u", "Q", "0", "."},
          false},
         "input",
         reader},
        {"index", {index}, {{"../shard-1.safetensors", "/etc/passwd", "\"weight_map\"", "input"}}, "input", reader}};
}

} // namespace
} // namespace espalier::weights

int main(int count, char** words)
{
    return espalier::fuzz::run(count, words, "fuzz_weights", espalier::weights::kinds);
}
