// Checkpoints as torch.save writes them: a zip of one pickle and one blob a storage. Read by memory map; no torch here.
#pragma once

#include "core/weights/safetensors.h"

namespace espalier::weights {

struct TorchArchiveOptions {
    /// Read `ema_state_dict`. In files of mmengine it holds the raw weights and `state_dict` the averaged ones: the two
    /// are swapped when the file is saved.
    bool emaStateDict = false;
};

/// An opened `.pth`, `.pt` or `.bin`. Taken are the tensors of `state_dict`, else of `model` (a dict, or a module that
/// was saved whole: its parameters and buffers are recorded values, no code of it runs), else of the file itself.
/// A leading `module.` of a name is dropped; whatever else the file holds is left alone.
class TorchArchive {
public:
    [[nodiscard]] static Result<TorchArchive> open(const std::filesystem::path& path,
                                                   const TorchArchiveOptions& options = {});
    TorchArchive(TorchArchive&&) noexcept;
    TorchArchive& operator=(TorchArchive&&) noexcept;
    ~TorchArchive();

    /// Row-major. Views of the file, several of them perhaps of the same bytes; copies where a tensor was saved
    /// with other strides.
    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const;
    /// `source`: the key of the file that the tensors came from, empty when they lay at the top.
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
    [[nodiscard]] const TensorView* find(std::string_view name) const; ///< nullptr when there is none

private:
    struct Impl;
    explicit TorchArchive(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::weights
