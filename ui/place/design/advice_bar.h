// AdviceBar: the preset that suits the open experiment's data and this machine, in one quiet line with its reason.
#pragma once

#include "core/plan/advice.h"
#include "ui/place/design/strip_bar.h"
#include "ui/place/place.h"

#include <string>

namespace espalier::ui {

class AdviceBar : public StripBar {
    Q_OBJECT
public:
    explicit AdviceBar(const PlaceContext& context, QWidget* parent = nullptr);

    /// `preset` is the one that the plan is now, as an id; empty: a plan of its own.
    void refresh(std::string_view preset);
    /// What it proposes; empty: nothing, or the plan is that already.
    [[nodiscard]] std::string_view proposed() const { return m_proposed; }

Q_SIGNALS:
    void presetRequested(const QString& id);

private:
    [[nodiscard]] plan::Situation situation() const;
    [[nodiscard]] QString reasonText(plan::AdviceReason reason, const plan::Situation& of) const;

    PlaceContext m_context;
    bool m_isForDeployment = false;
    bool m_isClosed = false; ///< by the user, for this experiment
    std::string m_shown;     ///< what stands there, so that it is not made anew at every edit
    std::string m_preset;
    std::string_view m_proposed;
};

} // namespace espalier::ui
