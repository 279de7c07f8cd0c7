#include "ui/widget/icon.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <algorithm>
#include <array>

namespace espalier::ui {

namespace {

struct IconRow {
    const char* name;
    const char* path; ///< SVG path data on a 16 grid, stroked 1.4 wide with round ends
};

constexpr std::array kIcons{
    IconRow{"design",
            "M8 14.5V1.5M8 11.5H5.5Q3.5 11.5 3.5 9.5V8M8 11.5H10.5Q12.5 11.5 12.5 9.5V8M8 6.5H6.5Q4.5 6.5 4.5 4.5V4"
            "M8 6.5H9.5Q11.5 6.5 11.5 4.5V4"},
    IconRow{"data", "M2 3H14V13H2ZM2 11L5.5 7.5L8.5 10.5L10.5 8.5L14 12M10.5 6H10.51"},
    IconRow{"monitor", "M1.5 8H4L6 3L9.5 13L11.5 8H14.5"},
    IconRow{"compare", "M2 14H14M4 14V8.5M8 14V3M12 14V6"},
    IconRow{"runs", "M2 4H14M2 8H14M2 12H9"},
    IconRow{"search", "M7 2.5A4.5 4.5 0 1 1 7 11.5A4.5 4.5 0 1 1 7 2.5M10.3 10.3L14 14"},
    IconRow{"filter", "M2 3H14L9.5 8.5V13L6.5 11.5V8.5Z"},
    IconRow{"theme", "M8 2A6 6 0 1 0 8 14A6 6 0 1 0 8 2M8 2V14M10.5 4.5L8 7M12.5 7L8 11.5"},
    IconRow{"language", "M8 2A6 6 0 1 0 8 14A6 6 0 1 0 8 2M2 8H14M8 2C5 5 5 11 8 14C11 11 11 5 8 2"},
    IconRow{"keys", "M1.5 4.5H14.5V12H1.5ZM4 7H4.01M6.7 7H6.71M9.4 7H9.41M12 7H12.01M5 9.6H11"},
    IconRow{"play", "M4.5 2.5L13 8L4.5 13.5Z"},
    IconRow{"pause", "M5 3V13M11 3V13"},
    IconRow{"stop", "M3.5 3.5H12.5V12.5H3.5Z"},
    IconRow{"flag", "M4 14V2.5H12.5L10.5 5.5L12.5 8.5H4"},
    IconRow{"check", "M2.5 8.5L6.5 12.5L13.5 4"},
    IconRow{"exploded", "M8 1.8A6.2 6.2 0 1 0 8 14.2A6.2 6.2 0 1 0 8 1.8M5.7 5.7L10.3 10.3M10.3 5.7L5.7 10.3"},
    IconRow{"warning", "M8 2L14.5 13.5H1.5ZM8 6.5V9.5M8 11.6V11.61"},
    IconRow{"info", "M8 1.8A6.2 6.2 0 1 0 8 14.2A6.2 6.2 0 1 0 8 1.8M8 7.3V11.3M8 4.8V4.81"},
    IconRow{"rewind", "M14 8H2.5M6.5 4L2.5 8L6.5 12"},
    IconRow{"resume", "M13.5 8A5.5 5.5 0 1 1 11.6 3.8M11.8 1V4.3H8.5"},
    IconRow{"queue", "M8 1.8A6.2 6.2 0 1 0 8 14.2A6.2 6.2 0 1 0 8 1.8M8 4.5V8L10.5 9.5"},
    IconRow{"lost", "M2 8C3.5 5 5.5 8 7 6.5M9 9.5C10.5 8 12.5 11 14 8M8 2V4M8 12V14"},
    IconRow{"plus", "M8 3V13M3 8H13"},
    IconRow{"close", "M4 4L12 12M12 4L4 12"},
    IconRow{"pencil", "M2.5 13.5L3.3 10.2L10.8 2.7L13.3 5.2L5.8 12.7ZM9 4.5L11.5 7"},
    IconRow{"trash", "M2.5 4H13.5M6 4V2.3H10V4M4 4L4.8 13.7H11.2L12 4M6.8 6.8V11M9.2 6.8V11"},
    IconRow{"clone", "M5.5 5.5H13.5V13.5H5.5ZM3.5 10.5H2.5V2.5H10.5V3.5"},
    IconRow{"lock", "M3.5 7.5H12.5V14H3.5ZM5.5 7.5V5A2.5 2.5 0 0 1 10.5 5V7.5"},
    IconRow{"flame",
            "M8 14.2C4.8 14.2 3.3 12 3.3 9.8C3.3 6.5 7 5.5 6.7 1.8C9.5 3 10.2 5 10 6.8C10.9 6.5 11.2 5.8 11.3 5.2"
            "C12.3 6.6 12.7 8 12.7 9.8C12.7 12 11.2 14.2 8 14.2"},
    IconRow{"leaf", "M3 13C2 7 6 2.5 13.5 2.5C13.5 10 9.5 13.5 3 13ZM3 13L9 7"},
    IconRow{"exclude", "M8 1.8A6.2 6.2 0 1 0 8 14.2A6.2 6.2 0 1 0 8 1.8M3.7 3.7L12.3 12.3"},
    IconRow{"undo", "M5.5 2.5L2.5 5.5L5.5 8.5M2.5 5.5H9.5A4 4 0 0 1 9.5 13.5H6"},
    IconRow{"redo", "M10.5 2.5L13.5 5.5L10.5 8.5M13.5 5.5H6.5A4 4 0 0 0 6.5 13.5H10"},
    IconRow{"folder", "M1.5 13V3H6L7.5 5H14.5V13Z"},
    IconRow{"save", "M2.5 2.5H11L13.5 5V13.5H2.5ZM5 2.5V6H10V2.5M5 13.5V9.5H11V13.5"},
    IconRow{"pin", "M9.5 2L14 6.5L11 7.2L8.5 9.7L8 12.2L3.8 8L6.3 7.5L8.8 5ZM6 10L2.2 13.8"},
    IconRow{"table", "M2 3H14V13H2ZM2 6.3H14M2 9.6H14M6.5 3V13"},
    IconRow{"export", "M8 10V2M5 5L8 2L11 5M2.5 9.5V13.5H13.5V9.5"},
    IconRow{"copy", "M5.5 5.5H13.5V13.5H5.5ZM3.5 10.5H2.5V2.5H10.5V3.5"},
    IconRow{"follow", "M2 8H11M8 4.5L11.5 8L8 11.5M14 3V13"},
    IconRow{"previous", "M10 3L5 8L10 13"},
    IconRow{"next", "M6 3L11 8L6 13"},
    IconRow{"columns", "M2 3H14V13H2ZM8 3V13"},
    IconRow{"clock", "M8 1.8A6.2 6.2 0 1 0 8 14.2A6.2 6.2 0 1 0 8 1.8M8 4.5V8L10.5 9.5"},
    IconRow{"rate", "M2 13C5 13 5 4 8 4C11 4 11 9 14 9"},
    IconRow{"fit", "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10"},
    IconRow{"minus", "M3 8H13"},
};

QByteArray svgOf(const char* path, const QColor& color)
{
    return QByteArrayLiteral("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path d=\"") + path +
           QByteArrayLiteral("\" fill=\"none\" stroke-width=\"1.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
                             " stroke=\"") +
           color.name().toLatin1() + QByteArrayLiteral("\"/></svg>");
}

const IconRow* rowOf(QStringView name)
{
    const auto found = std::find_if(kIcons.begin(), kIcons.end(),
                                    [name](const IconRow& row) { return name == QLatin1String(row.name); });
    return found == kIcons.end() ? nullptr : &*found;
}

class ThemedIconEngine final : public QIconEngine {
public:
    ThemedIconEngine(const Theme& theme, const IconRow& row, Token token) : m_theme(theme), m_row(row), m_token(token)
    {
    }

    void paint(QPainter* painter, const QRect& area, QIcon::Mode mode, QIcon::State) override
    {
        const Token token = mode == QIcon::Disabled ? Token::ExcludedText : m_token;
        const qreal scale = painter->device()->devicePixelRatioF();
        const int side = std::min(area.width(), area.height());
        QRect square(0, 0, side, side);
        square.moveCenter(area.center());
        painter->drawPixmap(square, iconPixmap(QString::fromLatin1(m_row.name), m_theme.color(token), side, scale));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap image(size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return image;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(m_theme, m_row, m_token); }

private:
    const Theme& m_theme;
    const IconRow& m_row;
    Token m_token;
};

} // namespace

QPixmap iconPixmap(QStringView name, const QColor& color, int size, qreal scale)
{
    static QHash<QString, QPixmap> cache; // GUI thread only
    const IconRow* row = rowOf(name);
    if (!row || size <= 0) {
        return {};
    }
    const QString key = QStringLiteral("%1/%2/%3/%4").arg(name).arg(color.rgba()).arg(size).arg(scale);
    if (const auto found = cache.constFind(key); found != cache.constEnd()) {
        return *found;
    }
    QPixmap image(QSize(size, size) * scale);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(svgOf(row->path, color)).render(&painter, QRectF(0, 0, size, size));
    painter.end();
    cache.insert(key, image);
    return image;
}

QIcon themedIcon(const Theme& theme, QStringView name, Token token)
{
    const IconRow* row = rowOf(name);
    return row ? QIcon(new ThemedIconEngine(theme, *row, token)) : QIcon();
}

QIcon productIcon()
{
    const Theme dark(Scheme::Dark);
    QByteArray svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">
<rect x="8" y="8" width="240" height="240" rx="54" fill="@ground"/>
<g fill="none" stroke="@tree" stroke-width="17" stroke-linecap="round" stroke-linejoin="round">
<path d="M128 216V48"/><path d="M128 186H74Q54 186 54 166V150"/><path d="M128 186H182Q202 186 202 166V150"/>
<path d="M128 122H84Q64 122 64 102V86"/></g>
<path d="M128 122H152" fill="none" stroke="@graft" stroke-width="17" stroke-linecap="round"/>
<path d="M150 124C150 82 172 60 212 58C212 100 190 122 150 124Z" fill="@graft"/></svg>)";
    svg.replace("@ground", dark.color(Token::Bg2).name().toLatin1());
    svg.replace("@tree", dark.color(Token::Tx1).name().toLatin1());
    svg.replace("@graft", dark.color(Token::AdapterLine).name().toLatin1());
    QIcon icon;
    QSvgRenderer renderer(svg);
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap image(size, size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(image);
    }
    return icon;
}

} // namespace espalier::ui
