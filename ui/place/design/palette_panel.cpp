#include "ui/place/design/palette_panel.h"

#include "ui/canopy/canopy_painting.h"
#include "ui/canopy/canopy_view.h"
#include "ui/model/rule_model.h"
#include "ui/place/design/field_form.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <array>
#include <functional>

namespace espalier::ui {

namespace {

struct RowSpec {
    CommandId command;
    const char* icon;
    Token token;
    int method; ///< place in adapterMethods(); -1: a state
};
constexpr std::array kStates{
    RowSpec{CommandId::Freeze, "lock", Token::FrozenText, -1},
    RowSpec{CommandId::Unfreeze, "flame", Token::UnfrozenLine, -1},
    RowSpec{CommandId::Exclude, "exclude", Token::ExcludedText, -1},
};

/// States, then a row for each method.
std::vector<RowSpec> paletteRows()
{
    std::vector<RowSpec> rows(kStates.begin(), kStates.end());
    for (std::size_t i = 0; i < plan::adapterMethods().size(); ++i) {
        rows.push_back({graftCommand(i), "leaf", Token::AdapterLine, static_cast<int>(i)});
    }
    return rows;
}

QString methodHelp(const plan::AdapterOptions& options)
{
    const std::string_view id = plan::adapterId(options);
    const auto is = [&](const char* name) { return id == name; };
    if (is("feature_adapter")) {
        return PalettePanel::tr("y = x + (α/r)·B(A(x)) after a map, 2·channels·r parameters. Starts as the identity.");
    }
    if (is("lora")) {
        return PalettePanel::tr("y = W x + (α/r)·B A x. Folds into the weight.");
    }
    if (is("dora")) {
        return PalettePanel::tr("LoRA on the direction of each row, and its length beside it. Folds into the weight.");
    }
    if (is("rlrr")) {
        return PalettePanel::tr("Rows and columns of W are scaled by learned vectors. Folds into the weight.");
    }
    if (is("ssf")) {
        return PalettePanel::tr("y = γ·x + β after a layer. Folds into it.");
    }
    if (is("adapter")) {
        return PalettePanel::tr("A bottleneck behind attention or perceptron, added to the stream.");
    }
    if (is("adaptformer")) {
        return PalettePanel::tr("A bottleneck beside the perceptron, added to what it gives.");
    }
    if (is("fact")) {
        return PalettePanel::tr("Updates of all layers from shared factors U and V. Folds into the weights.");
    }
    if (is("vpt")) {
        return PalettePanel::tr("Learned tokens before the image's own.");
    }
    if (is("arc")) {
        return PalettePanel::tr("Bottlenecks that share their projection, scaled anew in each layer.");
    }
    if (is("bitfit")) {
        return PalettePanel::tr("Biases alone train.");
    }
    return {};
}

} // namespace

/// A row that is clicked or dragged.
class PaletteRow final : public QWidget {
public:
    PaletteRow(const Theme& theme, QAction* action, const RowSpec& spec, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_action(action), m_spec(spec)
    {
        setFixedHeight(27);
        setMouseTracking(true);
        setFocusPolicy(Qt::TabFocus);
        setCursor(spec.method >= 0 ? Qt::OpenHandCursor : Qt::PointingHandCursor);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        setToolTip(spec.method >= 0
                       ? PalettePanel::tr("%1 (%2): drag on to a module, or select modules and press the key")
                             .arg(action->text(), keys)
                       : QStringLiteral("%1 (%2)").arg(action->text(), keys));
        setAccessibleName(action->text());
        connect(action, &QAction::changed, this, qOverload<>(&QWidget::update));
    }
    std::function<void()> chosen;
    bool isCurrent = false;
    bool isNarrow = false;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(4.5, 1.5, -4.5, -1.5);
        if (isCurrent || underMouse() || hasFocus()) {
            painter.setPen(hasFocus()  ? QPen(m_theme.color(Token::Acc), 2)
                           : isCurrent ? QPen(m_theme.color(Token::Line2), 1)
                                       : QPen(Qt::NoPen));
            painter.setBrush(m_theme.color(underMouse() ? Token::Bg3 : Token::Bg2));
            painter.drawRoundedRect(box, 5, 5);
        }
        const QString icon = QString::fromLatin1(m_spec.icon);
        painter.drawPixmap(QPointF(isNarrow ? 7 : 13, height() / 2.0 - 8),
                           iconPixmap(icon, m_theme.color(m_spec.token), 16, devicePixelRatioF()));
        const QString key = m_action->shortcut().toString(QKeySequence::NativeText);
        if (!isNarrow) {
            painter.setFont(m_theme.body(12));
            painter.setPen(m_theme.color(Token::Tx1));
            const QString text = m_spec.method >= 0
                                     ? methodTitle(plan::adapterMethods()[static_cast<std::size_t>(m_spec.method)])
                                     : m_action->text();
            painter.drawText(QRectF(37, 0, width() - 66, height()), Qt::AlignVCenter, text);
        }
        const QRectF cap(width() - (isNarrow ? 20 : 27), height() / 2.0 - 8, isNarrow ? 14 : 17, 16);
        painter.setPen(QPen(m_theme.color(Token::Line2), 1));
        painter.setBrush(Qt::NoBrush);
        if (!isNarrow && !key.isEmpty()) {
            painter.drawRoundedRect(cap, 3, 3);
        }
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(cap, Qt::AlignCenter, key);
    }
    void mousePressEvent(QMouseEvent* event) override { m_pressed = event->pos(); }
    void mouseMoveEvent(QMouseEvent* event) override
    {
        const bool isFar = (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
        if (!event->buttons().testFlag(Qt::LeftButton) || m_spec.method < 0 || !isFar) {
            return;
        }
        if (chosen) {
            chosen();
        }
        auto* carried = new QMimeData;
        carried->setData(QLatin1String(kMethodMimeType), QByteArray::number(m_spec.method));
        auto* drag = new QDrag(this);
        drag->setMimeData(carried);
        QPixmap ghost(QSize(20, 16) * devicePixelRatioF());
        ghost.setDevicePixelRatio(devicePixelRatioF());
        ghost.fill(Qt::transparent);
        QPainter painter(&ghost);
        painter.setRenderHint(QPainter::Antialiasing);
        paintLeaf(painter, m_theme, QRectF(1, 1, 18, 14), {});
        painter.end();
        drag->setPixmap(ghost);
        drag->exec(Qt::CopyAction);
    }
    void mouseReleaseEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton && rect().contains(event->pos())) {
            trigger();
        }
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) {
            trigger();
        } else {
            QWidget::keyPressEvent(event);
        }
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void trigger()
    {
        if (chosen) {
            chosen();
        }
        // A click on a method chooses it; what is dragged or keyed grafts it.
        if (m_spec.method < 0) {
            m_action->trigger();
        }
    }
    const Theme& m_theme;
    QAction* m_action;
    RowSpec m_spec;
    QPoint m_pressed;
};

PalettePanel::PalettePanel(const Theme& theme, CommandTable& commands, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_methods(plan::adapterMethods()), m_options(new QVBoxLayout),
      m_title(makeLabel({}, Tone::Section, this)), m_help(makeLabel({}, Tone::Quiet, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 10);
    column->setSpacing(0);
    const auto heading = [&](const QString& text) {
        auto* label = makeLabel(text, Tone::Section, this);
        label->setContentsMargins(13, 0, 0, 4);
        column->addWidget(label);
        m_wide.push_back(label);
    };
    heading(tr("State"));
    for (const RowSpec& spec : paletteRows()) {
        if (spec.command == CommandId::GraftLora) {
            column->addSpacing(12);
            heading(tr("Adapters"));
        }
        auto* row = new PaletteRow(theme, commands.action(spec.command), spec, this);
        if (spec.method >= 0) {
            row->chosen = [this, method = spec.method] { setCurrent(method); };
        }
        row->setObjectName(QStringLiteral("palette.") + QString::fromLatin1(spec.icon) + QString::number(spec.method));
        m_rows.push_back(row);
        column->addWidget(row);
    }
    column->addSpacing(14);
    m_options->setContentsMargins(13, 0, 10, 0);
    m_options->setSpacing(6);
    m_help->setWordWrap(true);
    m_options->addWidget(m_title);
    m_options->addWidget(m_help);
    m_wide.push_back(m_title);
    m_wide.push_back(m_help);
    column->addLayout(m_options);
    column->addStretch(1);
    setCurrent(m_current);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PalettePanel::setCurrent(int method)
{
    m_current = method;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->isCurrent = i == kStates.size() + static_cast<std::size_t>(method);
        m_rows[i]->update();
    }
    const auto& options = m_methods[static_cast<std::size_t>(method)];
    m_title->setText(methodTitle(options));
    m_help->setText(methodHelp(options));
    buildForm();
    Q_EMIT methodsChanged();
}

void PalettePanel::buildForm()
{
    if (m_form != nullptr) {
        m_form->deleteLater();
    }
    auto* form = new FieldForm(m_theme, this);
    const auto place = static_cast<std::size_t>(m_current);
    std::visit(
        [&]<class Options>(const Options&) {
            form->addFields<Options>([this, place]() -> const Options& { return std::get<Options>(m_methods[place]); },
                                     [this, place](const QString&, const std::function<void(Options&)>& change) {
                                         change(std::get<Options>(m_methods[place]));
                                         Q_EMIT methodsChanged();
                                     });
        },
        m_methods[place]);
    form->reload();
    m_options->insertWidget(2, form);
    form->setVisible(!m_isNarrow);
    m_form = form;
}

void PalettePanel::setNarrow(bool isNarrow)
{
    m_isNarrow = isNarrow;
    setFixedWidth(isNarrow ? 44 : 158);
    for (QWidget* widget : m_wide) {
        widget->setVisible(!isNarrow);
    }
    m_form->setVisible(!isNarrow);
    for (PaletteRow* row : m_rows) {
        row->isNarrow = isNarrow;
        row->update();
    }
}

} // namespace espalier::ui
