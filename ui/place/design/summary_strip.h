// SummaryStrip: what trains, exactly, always of the plan that is shown.
#pragma once

#include "core/plan/resolved_plan.h"
#include "ui/widget/theme.h"

#include <QFrame>

namespace espalier::ui {

class Figure;
class ShareBar;

class SummaryStrip : public QFrame {
    Q_OBJECT
public:
    explicit SummaryStrip(const Theme& theme, QWidget* parent = nullptr);
    /// `baseline`: trainable parameters of the baseline plan on this network; 0: unknown. Null: en dashes.
    void setPlan(const plan::ResolvedPlan* plan, std::int64_t baseline, std::int64_t networkTensors);
    /// Bytes of a run: `needed` estimated or measured, and its parts in words; `machine` 0: unknown.
    void setMemory(double needed, double machine, bool isMeasured, const QString& parts);
    /// Caption, figure and remark of each, a line each, parted by tabs.
    [[nodiscard]] QString asText() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    Figure* m_total;
    Figure* m_trainable;
    ShareBar* m_bar;
    Figure* m_unfrozen;
    Figure* m_adapters;
    Figure* m_baseline;
    Figure* m_memory;
};

} // namespace espalier::ui
