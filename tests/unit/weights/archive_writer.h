// Writes pickles and zip archives as torch.save lays them out, so that tests need no Python.
#pragma once

#include "core/weights/safetensors.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace espalier::weights::testing {

template <class T>
std::string raw(T value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// The bytes of a list of numbers.
template <class T>
std::string blob(const std::vector<T>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// Pieces of a pickle of protocol 2: each leaves one value on the stack.
namespace pickled {

std::string text(const std::string& value);
std::string integer(std::int64_t value);
std::string tuple(const std::vector<std::string>& items);
std::string list(const std::vector<std::string>& items);
std::string dict(const std::vector<std::pair<std::string, std::string>>& items);        ///< keys are texts
std::string orderedDict(const std::vector<std::pair<std::string, std::string>>& items); ///< keys are texts
std::string global(const std::string& module, const std::string& name);
std::string call(const std::string& callee, const std::vector<std::string>& arguments);
std::string build(const std::string& object, const std::string& state);
std::string counts(const std::vector<std::int64_t>& values);

struct Tensor {
    std::string key;     ///< of its storage
    std::string storage; ///< FloatStorage, …
    std::int64_t storageElements = 0;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};
std::string tensor(const Tensor& tensor);
std::string parameter(const Tensor& tensor);
/// What mmengine stores beside the weights: texts, numbers, a HistoryBuffer of numpy arrays, bound methods.
std::string mmengineMeta();
/// An nn.Module saved whole.
std::string module(const std::vector<std::pair<std::string, std::string>>& parameters,
                   const std::vector<std::pair<std::string, std::string>>& children);
std::string whole(const std::string& value); ///< PROTO 2 … STOP

} // namespace pickled

struct ZipEntryToWrite {
    std::string name;
    std::string bytes;
    std::uint16_t method = 0;
    bool large = false; ///< told by a record for large files
};
/// Data begin at multiples of 64, padded by the local header's extra field as torch does.
std::string zip(const std::vector<ZipEntryToWrite>& entries, bool largeDirectory = false);

/// `archive/data.pkl`, its storages, `version` and `byteorder`.
std::string torchArchive(const std::string& pickle, const std::vector<std::pair<std::string, std::string>>& storages);

/// A safetensors file; types and sizes are not checked.
std::string safetensors(const std::string& header, const std::string& data);

} // namespace espalier::weights::testing
