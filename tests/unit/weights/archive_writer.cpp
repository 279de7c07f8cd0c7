#include "tests/unit/weights/archive_writer.h"

namespace espalier::weights::testing {

namespace pickled {

std::string text(const std::string& value)
{
    return "X" + raw(static_cast<std::uint32_t>(value.size())) + value;
}

std::string integer(std::int64_t value)
{
    if (value >= 0 && value < 256) {
        return "K" + raw(static_cast<std::uint8_t>(value));
    }
    if (value >= INT32_MIN && value <= INT32_MAX) {
        return "J" + raw(static_cast<std::int32_t>(value));
    }
    return "\x8a\x08" + raw(value);
}

std::string tuple(const std::vector<std::string>& items)
{
    std::string joined;
    for (const std::string& item : items) {
        joined += item;
    }
    switch (items.size()) {
    case 0:
        return ")";
    case 1:
        return joined + "\x85";
    case 2:
        return joined + "\x86";
    case 3:
        return joined + "\x87";
    default:
        return "(" + joined + "t";
    }
}

std::string list(const std::vector<std::string>& items)
{
    std::string joined = "](";
    for (const std::string& item : items) {
        joined += item;
    }
    return joined + "e";
}

namespace {
std::string pairs(const std::vector<std::pair<std::string, std::string>>& items)
{
    std::string joined = "(";
    for (const auto& [key, value] : items) {
        joined += text(key) + value;
    }
    return joined + "u";
}
} // namespace

std::string dict(const std::vector<std::pair<std::string, std::string>>& items)
{
    return "}" + pairs(items);
}

std::string orderedDict(const std::vector<std::pair<std::string, std::string>>& items)
{
    return call(global("collections", "OrderedDict"), {}) + pairs(items);
}

std::string global(const std::string& module, const std::string& name)
{
    return "c" + module + "\n" + name + "\n";
}

std::string call(const std::string& callee, const std::vector<std::string>& arguments)
{
    return callee + tuple(arguments) + "R";
}

std::string build(const std::string& object, const std::string& state)
{
    return object + state + "b";
}

std::string counts(const std::vector<std::int64_t>& values)
{
    std::vector<std::string> items;
    for (const std::int64_t value : values) {
        items.push_back(integer(value));
    }
    return tuple(items);
}

std::string tensor(const Tensor& tensor)
{
    const std::string storage = tuple({text("storage"), global("torch", tensor.storage), text(tensor.key), text("cpu"),
                                       integer(tensor.storageElements)}) +
                                "Q";
    return call(global("torch._utils", "_rebuild_tensor_v2"),
                {storage, integer(tensor.offset), counts(tensor.shape), counts(tensor.strides), "\x89",
                 call(global("collections", "OrderedDict"), {})});
}

std::string parameter(const Tensor& inner)
{
    return call(global("torch._utils", "_rebuild_parameter"),
                {tensor(inner), "\x88", call(global("collections", "OrderedDict"), {})});
}

std::string mmengineMeta()
{
    const std::string bytes = call(global("_codecs", "encode"), {text("\x01\x02"), text("latin1")});
    const std::string dtype =
        build(call(global("numpy", "dtype"), {text("f8"), "\x89", "\x88"}),
              tuple({integer(3), text("<"), "N", "N", "N", integer(-1), integer(-1), integer(0)}));
    const std::string array =
        build(call(global("numpy.core.multiarray", "_reconstruct"),
                   {global("numpy", "ndarray"), tuple({integer(0)}), call(global("_codecs", "encode"), {text("b")})}),
              tuple({integer(1), counts({2}), dtype, "\x89", bytes}));
    const std::string history = build(
        global("mmengine.logging.history_buffer", "HistoryBuffer") + ")\x81",
        dict({{"_max_length", integer(1'000'000)},
              {"_log_history", array},
              {"_count_history", array},
              {"_statistics_methods",
               dict({{"mean", call(global("__builtin__", "getattr"),
                                   {global("mmengine.logging.history_buffer", "HistoryBuffer"), text("mean")})}})}}));
    return dict({{"meta", dict({{"cfg", text("model = dict()\n")},
                                {"epoch", integer(80)},
                                {"seed", "\x8a\x09" + std::string("\xff\xff\xff\xff\xff\xff\xff\xff\x00", 9)},
                                {"time", "G" + std::string("\x3f\xf0\x00\x00\x00\x00\x00\x00", 8)},
                                {"names", list({text("person"), text("bicycle")})}})},
                 {"message_hub", dict({{"log_scalars", orderedDict({{"train/loss", history}})}})}});
}

std::string module(const std::vector<std::pair<std::string, std::string>>& parameters,
                   const std::vector<std::pair<std::string, std::string>>& children)
{
    return build(global("ultralytics.nn.tasks", "DetectionModel") + ")\x81",
                 dict({{"training", "\x89"},
                       {"_parameters", orderedDict(parameters)},
                       {"_buffers", orderedDict({})},
                       {"_modules", orderedDict(children)}}));
}

std::string whole(const std::string& value)
{
    return "\x80\x02" + value + ".";
}

} // namespace pickled

std::string zip(const std::vector<ZipEntryToWrite>& entries, bool largeDirectory)
{
    const auto small = [](std::uint64_t value) { return raw(static_cast<std::uint32_t>(value)); };
    const auto half = [](std::uint64_t value) { return raw(static_cast<std::uint16_t>(value)); };
    std::string file;
    std::string directory;
    for (const ZipEntryToWrite& entry : entries) {
        const std::uint64_t local = file.size();
        const std::uint64_t size = entry.bytes.size();
        const std::string common = half(20) + half(0) + half(entry.method) + small(0) + small(0);
        const std::string sizes = entry.large ? small(0xFFFFFFFF) + small(0xFFFFFFFF) : small(size) + small(size);
        std::string extra = entry.large ? half(1) + half(16) + raw(size) + raw(size) : std::string();
        const std::uint64_t unpadded = local + 30 + entry.name.size() + extra.size() + 4;
        const std::uint64_t padding = (64 - unpadded % 64) % 64;
        extra += "FB" + half(padding) + std::string(padding, 'Z');
        file += "PK\x03\x04" + common + sizes + half(entry.name.size()) + half(extra.size()) + entry.name + extra;
        file += entry.bytes;
        const std::string large = entry.large ? half(1) + half(24) + raw(size) + raw(size) + raw(local) : std::string();
        directory += "PK\x01\x02" + half(20) + common + sizes + half(entry.name.size()) + half(large.size()) + half(0) +
                     half(0) + half(0) + small(0) + small(entry.large ? 0xFFFFFFFF : local) + entry.name + large;
    }
    const std::uint64_t start = file.size();
    file += directory;
    if (largeDirectory) {
        const std::uint64_t record = file.size();
        file += "PK\x06\x06" + raw(std::uint64_t{44}) + half(20) + half(45) + small(0) + small(0) +
                raw(std::uint64_t{entries.size()}) + raw(std::uint64_t{entries.size()}) +
                raw(std::uint64_t{directory.size()}) + raw(start);
        file += "PK\x06\x07" + small(0) + raw(record) + small(1);
    }
    const std::uint64_t count = largeDirectory ? 0xFFFF : entries.size();
    return file + "PK\x05\x06" + half(0) + half(0) + half(count) + half(count) +
           small(largeDirectory ? 0xFFFFFFFF : directory.size()) + small(largeDirectory ? 0xFFFFFFFF : start) + half(0);
}

std::string torchArchive(const std::string& pickle, const std::vector<std::pair<std::string, std::string>>& storages)
{
    std::vector<ZipEntryToWrite> entries{{"archive/data.pkl", pickle}, {"archive/byteorder", "little"}};
    for (const auto& [key, bytes] : storages) {
        entries.push_back({"archive/data/" + key, bytes});
    }
    entries.push_back({"archive/version", "3\n"});
    entries.push_back({"archive/.data/serialization_id", "0123456789"});
    return zip(entries);
}

std::string safetensors(const std::string& header, const std::string& data)
{
    return raw(static_cast<std::uint64_t>(header.size())) + header + data;
}

} // namespace espalier::weights::testing
