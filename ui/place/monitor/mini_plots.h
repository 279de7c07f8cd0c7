// MiniPlots: small plots of a whole run below the large ones: images a second, update against weight, wait for data.
#pragma once

#include "ui/plot/curve_plot.h"
#include "ui/plot/run_curves.h"

#include <QTimer>
#include <QWidget>
#include <array>

namespace espalier::ui {

class MiniPlots : public QWidget {
    Q_OBJECT
public:
    explicit MiniPlots(Theme& theme, QWidget* parent = nullptr);

    void setFeed(std::shared_ptr<RunFeed> feed);

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// Columns that no series of the run holds.
    struct Derived {
        std::vector<double> x;
        std::vector<double> y;
        std::size_t read = 0; ///< points of the series behind it
    };
    void rebuild();
    void takeSteps();
    void deriveSpeed();
    void deriveUpdates();
    [[nodiscard]] CurveSet setOf(const QString& id, const QString& title, const QString& note, const QString& emptyText,
                                 CurveView points, bool isLogarithmic) const;

    Theme& m_theme;
    std::shared_ptr<RunFeed> m_feed;
    std::array<CurvePlot*, 3> m_plots{};
    std::shared_ptr<Derived> m_speed;
    std::shared_ptr<Derived> m_updates;
    std::size_t m_series = 0; ///< of the run when the plots were made
    QTimer m_timer;           ///< they look at the whole: once a second is live enough
};

} // namespace espalier::ui
