// TextTowerWeights: the text tower's tensors in a file of weights, whatever else the file holds.
#pragma once

#include "core/base/result.h"
#include "core/model/text_tower.h"
#include "core/weights/weights_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace espalier::model {

class TextTowerWeights {
public:
    /// The names may begin with `backbone.text_model.model.`, as in a detector's checkpoint, or with `text_model.` and
    /// `text_projection.`, as in CLIP's own files; a leading `module.` is dropped. Errors: whatever opening the file
    /// says, and a file without such names.
    [[nodiscard]] static Result<TextTowerWeights> open(const std::filesystem::path& file);

    /// Of names, types, shapes and values: reads every byte of them.
    [[nodiscard]] std::uint64_t hash() const;
    /// Errors: tensors that are missing, of another shape, no floating point, or that the tower has no place for.
    [[nodiscard]] Status copyInto(TextTower& tower) const;

private:
    TextTowerWeights(weights::WeightsFile file, std::string where);

    weights::WeightsFile m_file;
    std::string m_where;
    std::map<std::string, weights::TensorView> m_tensors; ///< by TextTower's names
};

} // namespace espalier::model
