// Weights from any file we read: safetensors, one or in shards, and archives of torch.save.
#pragma once

#include "core/weights/torch_archive.h"

namespace espalier::weights {

enum class WeightsKind { Safetensors, ShardedSafetensors, TorchArchive };
/// For messages: `safetensors`, `safetensors in shards`, `PyTorch archive`.
[[nodiscard]] std::string_view describe(WeightsKind kind);

/// An opened file of weights, told by its content and not by its suffix. A path may name a safetensors file, an index
/// of shards (`model.safetensors.index.json`), a folder that holds either, or an archive of torch.save.
class WeightsFile {
public:
    /// Shards: every tensor of the index must be in the shard it is said to be in; a name that two shards hold, or the
    /// index twice, is an error, as is a shard outside the index's own folder.
    [[nodiscard]] static Result<WeightsFile> open(const std::filesystem::path& path,
                                                  const TorchArchiveOptions& options = {});
    WeightsFile(WeightsFile&&) noexcept;
    WeightsFile& operator=(WeightsFile&&) noexcept;
    ~WeightsFile();

    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const; ///< views, valid while this lives
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
    [[nodiscard]] const TensorView* find(std::string_view name) const; ///< nullptr when there is none
    [[nodiscard]] WeightsKind kind() const;

private:
    struct Impl;
    explicit WeightsFile(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::weights
