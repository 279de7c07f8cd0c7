// Realised: where a run did something else than its settings asked for, by what the run itself said and measured.
#pragma once

#include "ui/bridge/run_feed.h"

#include <QString>
#include <optional>
#include <string>

namespace espalier::ui {

struct Realised {
    QString value;  ///< what it came to; empty: only the reason is known
    QString reason; ///< a sentence
};

/// `key` as in compare::Difference. Nothing where the run did as asked, or has not come so far.
[[nodiscard]] std::optional<Realised> realisedSetting(const RunFeed& feed, const std::string& key);

} // namespace espalier::ui
