#include "ui/widget/theme.h"

#include "ui/widget/style_sheet.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

/// A static library's resources are linked in only when they are asked for by name.
static void initialiseResources()
{
    Q_INIT_RESOURCE(theme);
}

namespace espalier::ui {

namespace {

struct TokenRow {
    Token token;
    const char* name;
    QRgb dark;
    QRgb light;
};

constexpr std::array kTokens{
    TokenRow{Token::Bg0, "bg0", 0xFF13181B, 0xFFF3F5F4},
    TokenRow{Token::Bg1, "bg1", 0xFF181D21, 0xFFFCFDFC},
    TokenRow{Token::Bg2, "bg2", 0xFF1F262B, 0xFFEFF2F1},
    TokenRow{Token::Bg3, "bg3", 0xFF29323A, 0xFFE4E9E8},
    TokenRow{Token::In, "in", 0xFF101417, 0xFFFFFFFF},
    TokenRow{Token::Line, "line", 0xFF2A3238, 0xFFDCE2E0},
    TokenRow{Token::Line2, "line2", 0xFF3D4850, 0xFFBBC5C5},
    TokenRow{Token::Tx1, "tx1", 0xFFE6EBED, 0xFF172024},
    TokenRow{Token::Tx2, "tx2", 0xFFAAB5BC, 0xFF4A575F},
    TokenRow{Token::Tx3, "tx3", 0xFF84909A, 0xFF5F6B73},
    TokenRow{Token::Acc, "acc", 0xFF6FAEFF, 0xFF1762C9},
    TokenRow{Token::AccBg, "accbg", 0xFF1A304B, 0xFFDFEBFC},
    TokenRow{Token::OnAcc, "onacc", 0xFF0B1622, 0xFFFFFFFF},
    TokenRow{Token::Bark, "bark", 0xFF6B6253, 0xFFA99D88},
    TokenRow{Token::Grid, "grid", 0xFF222A30, 0xFFEAEEED},
    TokenRow{Token::FrozenLine, "frozenline", 0xFF4B6982, 0xFF6F8FA7},
    TokenRow{Token::FrozenFill, "frozenfill", 0xFF1A2730, 0xFFE7EFF5},
    TokenRow{Token::FrozenText, "frozentext", 0xFF9AB4C6, 0xFF3B586D},
    TokenRow{Token::FrozenStrip, "frozenstrip", 0xFF47657C, 0xFFA9C1D2},
    TokenRow{Token::UnfrozenLine, "unfrozenline", 0xFFEC8C4C, 0xFFC75F17},
    TokenRow{Token::UnfrozenFill, "unfrozenfill", 0xFF3A2618, 0xFFFDE9DA},
    TokenRow{Token::UnfrozenText, "unfrozentext", 0xFFFFB98A, 0xFF8A3B06},
    TokenRow{Token::AdapterLine, "adapterline", 0xFF3FC79A, 0xFF0A8A64},
    TokenRow{Token::AdapterFill, "adapterfill", 0xFF12322A, 0xFFD9F2E8},
    TokenRow{Token::AdapterText, "adaptertext", 0xFF74E0BA, 0xFF055F48},
    TokenRow{Token::ExcludedLine, "excludedline", 0xFF616C74, 0xFF838D94},
    TokenRow{Token::ExcludedFill, "excludedfill", 0xFF1B1E21, 0xFFECEEED},
    TokenRow{Token::ExcludedText, "excludedtext", 0xFF8A949C, 0xFF5C656C},
    TokenRow{Token::WarningLine, "warningline", 0xFFF2C94C, 0xFF855B00},
    TokenRow{Token::WarningFill, "warningfill", 0xFF332B14, 0xFFFFF3D1},
    TokenRow{Token::ExplodedLine, "explodedline", 0xFFFF6B6B, 0xFFBF2430},
    TokenRow{Token::ExplodedFill, "explodedfill", 0xFF3B1C20, 0xFFFDE6E6},
    TokenRow{Token::StableBand, "stableband", 0xFF33535B, 0xFFA9C4C6},
    TokenRow{Token::Run1, "run1", 0xFF4C8DFF, 0xFF004D97},
    TokenRow{Token::Run2, "run2", 0xFFFFC233, 0xFFD07F00},
    TokenRow{Token::Run3, "run3", 0xFF22D3A5, 0xFF00A0A0},
    TokenRow{Token::Run4, "run4", 0xFFE2622F, 0xFFCF2242},
    TokenRow{Token::Run5, "run5", 0xFFD3A6FF, 0xFF4500A5},
    TokenRow{Token::Run6, "run6", 0xFFE4F291, 0xFF403E00},
    TokenRow{Token::Run7, "run7", 0xFF5E8078, 0xFF783762},
    TokenRow{Token::Run8, "run8", 0xFFBDEBFF, 0xFF006EFF},
    TokenRow{Token::Heat0, "heat0", 0xFF0A1F44, 0xFF0A1F44},
    TokenRow{Token::Heat1, "heat1", 0xFF12356B, 0xFF12356B},
    TokenRow{Token::Heat2, "heat2", 0xFF36496C, 0xFF36496C},
    TokenRow{Token::Heat3, "heat3", 0xFF515D6E, 0xFF515D6E},
    TokenRow{Token::Heat4, "heat4", 0xFF697173, 0xFF697173},
    TokenRow{Token::Heat5, "heat5", 0xFF838677, 0xFF838677},
    TokenRow{Token::Heat6, "heat6", 0xFF9F9C75, 0xFF9F9C75},
    TokenRow{Token::Heat7, "heat7", 0xFFBDB46B, 0xFFBDB46B},
    TokenRow{Token::Heat8, "heat8", 0xFFDDCD58, 0xFFDDCD58},
    TokenRow{Token::Heat9, "heat9", 0xFFFEE838, 0xFFFEE838},
};
static_assert(kTokens.size() == static_cast<std::size_t>(Token::Count));
static_assert(
    [] {
        for (std::size_t index = 0; index < kTokens.size(); ++index) {
            if (static_cast<std::size_t>(kTokens[index].token) != index) {
                return false;
            }
        }
        return true;
    }(),
    "the rows stand in the order of Token");

constexpr int kRunLooks = 8;

QList<qreal> dashOf(int look)
{
    switch (look) {
    case 1:
        return {7, 3};
    case 2:
        return {2.5, 2.5};
    case 3:
        return {9, 3, 2, 3};
    case 4:
        return {12, 4};
    case 5:
        return {5, 2, 1, 2, 1, 2};
    case 6:
        return {1.5, 3};
    case 7:
        return {4, 4};
    default:
        return {};
    }
}

/// Fusion with a focus ring that is seen on every ground.
class RingStyle final : public QProxyStyle {
public:
    explicit RingStyle(const Theme& theme)
        : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme)
    {
    }
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        if (element != PE_FrameFocusRect) {
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
        }
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_theme.color(Token::Acc), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 4, 4);
        painter->restore();
    }
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* answer) const override
    {
        if (hint == SH_EtchDisabledText || hint == SH_DitherDisabledText) {
            return 0;
        }
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }

private:
    const Theme& m_theme;
};

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const std::array<std::pair<QPalette::ColorRole, Token>, 19> roles{{
        {QPalette::Window, Token::Bg1},
        {QPalette::WindowText, Token::Tx1},
        {QPalette::Base, Token::In},
        {QPalette::AlternateBase, Token::Bg2},
        {QPalette::Text, Token::Tx1},
        {QPalette::PlaceholderText, Token::Tx3},
        {QPalette::Button, Token::Bg2},
        {QPalette::ButtonText, Token::Tx1},
        {QPalette::BrightText, Token::ExplodedLine},
        {QPalette::ToolTipBase, Token::Bg2},
        {QPalette::ToolTipText, Token::Tx1},
        {QPalette::Highlight, Token::AccBg},
        {QPalette::HighlightedText, Token::Tx1},
        {QPalette::Link, Token::Acc},
        {QPalette::LinkVisited, Token::Acc},
        {QPalette::Light, Token::Bg3},
        {QPalette::Mid, Token::Line2},
        {QPalette::Dark, Token::Line},
        {QPalette::Shadow, Token::Bg0},
    }};
    for (const auto& [role, token] : roles) {
        palette.setColor(role, theme.color(token));
    }
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.color(Token::ExcludedText));
    }
    return palette;
}

} // namespace

Theme::Theme(Scheme scheme, QObject* parent) : QObject(parent), m_scheme(scheme) {}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_scheme) {
        return;
    }
    m_scheme = scheme;
    apply();
    Q_EMIT changed();
}

QColor Theme::color(Token token) const
{
    const TokenRow& row = kTokens.at(static_cast<std::size_t>(token));
    return QColor::fromRgba(m_scheme == Scheme::Dark ? row.dark : row.light);
}

RunLook Theme::runLook(qint64 runId) const
{
    const qint64 place = std::max<qint64>(runId, 1) - 1;
    const int look = static_cast<int>(place % kRunLooks);
    RunLook answer;
    answer.color = color(static_cast<Token>(static_cast<int>(Token::Run1) + look));
    answer.dash = dashOf(look);
    answer.marker = look;
    answer.hollow = place / kRunLooks % 2 == 1;
    return answer;
}

QColor Theme::heatColor(double share) const
{
    constexpr int kStops = 10;
    const double place = std::clamp(std::isnan(share) ? 0.0 : share, 0.0, 1.0) * (kStops - 1);
    const int below = std::min(static_cast<int>(place), kStops - 2);
    const auto part = static_cast<float>(place - below);
    const auto stop = [this](int number) { return color(static_cast<Token>(static_cast<int>(Token::Heat0) + number)); };
    const QColor low = stop(below);
    const QColor high = stop(below + 1);
    const auto mix = [&](float from, float to) { return from + part * (to - from); };
    return QColor::fromRgbF(mix(low.redF(), high.redF()), mix(low.greenF(), high.greenF()),
                            mix(low.blueF(), high.blueF()));
}

QFont Theme::body(int pixels, bool strong) const
{
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK KR"), QStringLiteral("DejaVu Sans")});
    font.setPixelSize(pixels);
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont Theme::mono(int pixels, bool strong) const
{
    QFont font;
    font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono CJK KR"),
                      QStringLiteral("DejaVu Sans Mono")});
    font.setStyleHint(QFont::Monospace);
    // Ligatures would join `->` and `!=` inside names and patterns.
    font.setStyleStrategy(QFont::PreferNoShaping);
    font.setPixelSize(pixels);
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

void Theme::apply()
{
    if (!qobject_cast<QApplication*>(QCoreApplication::instance())) {
        return;
    }
    if (QApplication::style()->objectName() != QLatin1String("espalier")) {
        auto* style = new RingStyle(*this);
        style->setObjectName(QStringLiteral("espalier"));
        QApplication::setStyle(style);
    }
    initialiseResources();
    QApplication::setFont(body());
    QApplication::setPalette(paletteOf(*this));
    QString sheet = styleSheetTemplate();
    // Longer names first: `@bg1` must not eat the head of a longer one.
    QList<const TokenRow*> rows;
    for (const TokenRow& row : kTokens) {
        rows.append(&row);
    }
    std::sort(rows.begin(), rows.end(),
              [](const TokenRow* left, const TokenRow* right) { return qstrlen(left->name) > qstrlen(right->name); });
    for (const TokenRow* row : rows) {
        sheet.replace(QLatin1Char('@') + QLatin1String(row->name), color(row->token).name());
    }
    qobject_cast<QApplication*>(QCoreApplication::instance())->setStyleSheet(sheet);
}

} // namespace espalier::ui
