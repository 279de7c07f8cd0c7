// Theme: every colour of the window, one table of {name, dark, light}. No hexadecimal colour stands elsewhere.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <cstdint>

namespace espalier::ui {

enum class Token : std::uint8_t {
    Bg0,
    Bg1,
    Bg2,
    Bg3,
    In,
    Line,
    Line2,
    Tx1,
    Tx2,
    Tx3,
    Acc,
    AccBg,
    OnAcc,
    Bark,
    Grid,
    FrozenLine,
    FrozenFill,
    FrozenText,
    FrozenStrip,
    UnfrozenLine,
    UnfrozenFill,
    UnfrozenText,
    AdapterLine,
    AdapterFill,
    AdapterText,
    ExcludedLine,
    ExcludedFill,
    ExcludedText,
    WarningLine,
    WarningFill,
    ExplodedLine,
    ExplodedFill,
    StableBand,
    Run1,
    Run2,
    Run3,
    Run4,
    Run5,
    Run6,
    Run7,
    Run8,
    Heat0, ///< of ten stops, lowest first: each lighter than the one before, whatever the sight
    Heat1,
    Heat2,
    Heat3,
    Heat4,
    Heat5,
    Heat6,
    Heat7,
    Heat8,
    Heat9,
    Count,
};

enum class Scheme { Dark, Light };

/// How one run is drawn everywhere: colour, dash and marker by run id, never by place in a list.
struct RunLook {
    QColor color;
    QList<qreal> dash; ///< empty: solid; in pen widths
    int marker = 0;    ///< 0 disc, 1 square, 2 triangle up, 3 diamond, 4 triangle down, 5 cross, 6 plus, 7 star
    bool hollow = false;
};

/// Created once in main, passed by reference; lives as long as the window.
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(Scheme scheme, QObject* parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme); ///< repaints, never restarts
    [[nodiscard]] QColor color(Token token) const;
    [[nodiscard]] RunLook runLook(qint64 runId) const;
    /// Between the ten stops of heat; `share` in [0, 1], clamped; NaN is the lowest.
    [[nodiscard]] QColor heatColor(double share) const;
    /// Sizes in px at scale 1: 9, 10, 11, 12 (body), 13, 14, 15.
    [[nodiscard]] QFont body(int pixels = 12, bool strong = false) const; ///< Inter, Noto Sans CJK KR
    [[nodiscard]] QFont mono(int pixels = 12,
                             bool strong = false) const; ///< JetBrains Mono, ligatures off: names and all figures
    /// Palette, style and style sheet on the application.
    void apply();

Q_SIGNALS:
    void changed();

private:
    Scheme m_scheme;
};

} // namespace espalier::ui
