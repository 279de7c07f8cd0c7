// Which network a file of weights is of, told by the names and shapes of its tensors.
#pragma once

#include "core/weights/safetensors.h"

namespace espalier::weights {

enum class CheckpointFamily { Unknown, YoloWorldV2, YoloWorldV1, YoloV8, ClipText };
[[nodiscard]] std::string_view toText(CheckpointFamily family); ///< `yolo_world_v2`, …

struct RecognisedCheckpoint {
    CheckpointFamily family = CheckpointFamily::Unknown;
    std::string size;             ///< n, s, m, l, x or xl; empty when it cannot be told
    bool textTower = false;       ///< the CLIP text tower is in the file
    bool batchNormFolded = false; ///< YoloV8: its convolutions carry their batch norm as a bias
    std::string sentence;         ///< what the file is and, where it cannot be used, what to take instead
};

/// Never fails: what is not known is Unknown. The size is that of the first convolution's output channels.
[[nodiscard]] RecognisedCheckpoint recognise(const std::map<std::string, TensorView>& tensors);

} // namespace espalier::weights
