#include "ui/place/monitor/autopsy_panel.h"

#include "ui/place/monitor/autopsy_text.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr int kRows = 4;
constexpr std::size_t kModules = 6;
constexpr int kPicture = 72;
constexpr int kPicturesARow = 4;
constexpr int kNameLength = 34;

/// A figure of a table: right, in Mono; what is not finite stands out.
QLabel* cell(const Theme& theme, double value, bool isBad, QWidget* parent)
{
    QLabel* label = makeMono(theme, 11, isBad, parent);
    label->setText(std::isnan(value) && !isBad ? QStringLiteral("–") : figure(value));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    if (isBad) {
        label->setProperty("tone", QStringLiteral("error"));
    }
    return label;
}

QString elidedName(const QString& name)
{
    return name.size() <= kNameLength
               ? name
               : name.left(kNameLength / 2 - 2) + QStringLiteral("…") + name.right(kNameLength / 2 + 1);
}

/// Indices of the last points at or before the step, oldest first.
std::vector<std::size_t> lastPoints(const Curve& curve, double step)
{
    const auto past = std::ranges::upper_bound(curve.step, step);
    const auto end = static_cast<std::size_t>(past - curve.step.begin());
    std::vector<std::size_t> points;
    for (std::size_t i = end - std::min<std::size_t>(end, kRows); i < end; ++i) {
        points.push_back(i);
    }
    return points;
}

} // namespace

AutopsyPanel::AutopsyPanel(const Theme& theme, const Services& services, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_reader(services), m_icon(new QLabel(this)),
      m_title(makeLabel({}, Tone::Title, this)), m_place(makeMono(theme, 11, false, this)),
      m_export(makeButton(tr("Export…"), CommandButton::Kind::Link, this)), m_views(new QStackedWidget(this)),
      m_scroll(new QScrollArea(this)), m_state(new StateView(theme, this))
{
    setObjectName(QStringLiteral("autopsy"));
    setProperty("kind", QStringLiteral("head"));
    m_place->setProperty("tone", QStringLiteral("quiet"));
    m_title->setMinimumWidth(40);
    QPushButton* close = makeButton({}, CommandButton::Kind::Link, this);
    close->setIcon(themedIcon(theme, u"close"));
    close->setToolTip(tr("Back to the events"));
    close->setAccessibleName(close->toolTip());
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Autopsy"));
    m_views->addWidget(m_state);
    m_views->addWidget(m_scroll);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 8, 8);
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    head->addWidget(m_place);
    head->addWidget(m_export);
    head->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_views, 1);
    connect(close, &QPushButton::clicked, this, &AutopsyPanel::closeRequested);
    connect(m_export, &QPushButton::clicked, this, &AutopsyPanel::askForExport);
    connect(&m_reader, &AutopsyReader::pageRead, this, [this](const std::shared_ptr<const AutopsyPage>& page) {
        m_page = page;
        showPage();
    });
    connect(&m_reader, &AutopsyReader::readFailed, this, [this](const QString& reason) {
        m_page.reset();
        m_state->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The autopsy could not be read"), reason);
        m_views->setCurrentWidget(m_state);
    });
    connect(&m_reader, &AutopsyReader::written, this,
            [this](const QString& file) { Q_EMIT noticeRequested(tr("Autopsy written: %1").arg(file), false); });
    connect(&m_reader, &AutopsyReader::writeFailed, this,
            [this](const QString& reason) { Q_EMIT noticeRequested(reason, true); });
    connect(&theme, &Theme::changed, this, [this] {
        if (m_page) {
            showPage();
        }
    });
    m_export->setEnabled(false);
}

void AutopsyPanel::open(std::shared_ptr<RunFeed> feed, qint64 step)
{
    m_feed = std::move(feed);
    m_step = step;
    m_page.reset();
    m_export->setEnabled(false);
    m_icon->setPixmap(iconPixmap(u"search", m_theme.color(Token::Tx2), 16, devicePixelRatioF()));
    m_title->setText(tr("Autopsy"));
    m_place->setText(tr("step %1").arg(countText(step)));
    m_state->show(StateView::Kind::Busy, QStringLiteral("clock"),
                  tr("Reading the autopsy of step %1").arg(countText(step)), {});
    m_views->setCurrentWidget(m_state);
    m_reader.read(m_feed->detail(), step);
}

QLabel* AutopsyPanel::addText(QVBoxLayout& column, const QString& text, Tone tone)
{
    QLabel* label = makeLabel(text, tone, column.parentWidget());
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column.addWidget(label);
    return label;
}

void AutopsyPanel::addEvidence(QVBoxLayout& column, const QString& sign, const std::vector<monitor::Evidence>& rows)
{
    for (const monitor::Evidence& row : rows) {
        auto* line = new QHBoxLayout;
        line->setSpacing(6);
        QLabel* mark = makeMono(m_theme, 12, true, column.parentWidget());
        mark->setText(sign);
        mark->setFixedWidth(12);
        QLabel* text = makeLabel(evidenceText(row), Tone::Second, column.parentWidget());
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        line->addWidget(mark, 0, Qt::AlignTop);
        line->addWidget(text, 1);
        column.addLayout(line);
    }
}

void AutopsyPanel::addCauses(QVBoxLayout& column)
{
    const monitor::Autopsy& autopsy = m_page->autopsy;
    addText(column, tr("Likely cause"), Tone::Quiet);
    if (autopsy.causes.empty()) {
        addText(column, tr("No known cause fits what was measured"), Tone::Section);
        return;
    }
    const monitor::Cause& first = autopsy.causes.front();
    addText(column, causeText(first.code), Tone::Section)->setObjectName(QStringLiteral("autopsyCause"));
    addText(column, confidenceText(first.confidence), Tone::Second);
    if (autopsy.firstWarningStep > 0 && autopsy.firstWarningStep < autopsy.step) {
        addText(column,
                tr("The first warning came at step %1, %n step(s) before.", nullptr,
                   static_cast<int>(autopsy.step - autopsy.firstWarningStep))
                    .arg(countText(autopsy.firstWarningStep)),
                Tone::Second);
    }
    const auto heading = [&](const QString& text, const std::vector<monitor::Evidence>& rows) {
        if (!rows.empty()) {
            addText(column, text, Tone::Quiet);
        }
    };
    heading(tr("What speaks for it"), first.evidenceFor);
    addEvidence(column, QStringLiteral("+"), first.evidenceFor);
    heading(tr("What speaks against it"), first.evidenceAgainst);
    addEvidence(column, QStringLiteral("−"), first.evidenceAgainst);
    for (std::size_t i = 1; i < autopsy.causes.size(); ++i) {
        const monitor::Cause& other = autopsy.causes[i];
        if (i == 1) {
            addText(column, tr("Less likely"), Tone::Quiet);
        }
        addText(column, QStringLiteral("%1 · %2 %").arg(causeText(other.code)).arg(std::lround(100 * other.confidence)),
                Tone::Second);
    }
}

void AutopsyPanel::addRows(QVBoxLayout& column)
{
    const auto loss = m_feed->curves().find("loss");
    if (loss == m_feed->curves().end()) {
        return;
    }
    std::vector<const std::pair<const std::string, Curve>*> shown;
    for (const auto& entry : m_feed->curves()) {
        if (entry.first.starts_with("loss_") || entry.first == "grad_norm") {
            shown.push_back(&entry);
        }
    }
    // The lowest group's rate: its sign counts.
    const std::pair<const std::string, Curve>* rate = nullptr;
    for (const auto& entry : m_feed->curves()) {
        if (entry.first.starts_with("lr") && !entry.second.value.empty() &&
            (rate == nullptr || entry.second.value.back() < rate->second.value.back())) {
            rate = &entry;
        }
    }
    if (rate != nullptr) {
        shown.push_back(rate);
    }
    QWidget* parent = column.parentWidget();
    auto* table = new QGridLayout;
    table->setHorizontalSpacing(10);
    table->setVerticalSpacing(2);
    const auto name = [&](const QString& text, int at) {
        QLabel* label = makeLabel(text, Tone::Quiet, parent);
        label->setAlignment(at == 0 ? Qt::AlignLeft : Qt::AlignRight);
        table->addWidget(label, 0, at);
    };
    name(tr("step"), 0);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        name(shown[i] == rate ? QStringLiteral("lr") : QString::fromStdString(shown[i]->first),
             static_cast<int>(i) + 1);
    }
    int line = 1;
    for (const std::size_t point : lastPoints(loss->second, static_cast<double>(m_page->autopsy.step))) {
        const double step = loss->second.step[point];
        QLabel* place = makeMono(m_theme, 11, step == static_cast<double>(m_page->autopsy.step), parent);
        place->setText(countText(static_cast<std::int64_t>(step)));
        table->addWidget(place, line, 0);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const Curve& curve = shown[i]->second;
            const auto at = std::ranges::lower_bound(curve.step, step);
            const bool isThere = at != curve.step.end() && *at == step;
            const double value =
                isThere ? curve.value[static_cast<std::size_t>(at - curve.step.begin())] : std::nan("");
            const bool isBad = isThere && (!std::isfinite(value) || (shown[i] == rate && value < 0));
            table->addWidget(cell(m_theme, value, isBad, parent), line, static_cast<int>(i) + 1);
        }
        ++line;
    }
    table->setColumnStretch(0, 1);
    column.addLayout(table);
}

void AutopsyPanel::addModules(QVBoxLayout& column)
{
    const monitor::Autopsy& autopsy = m_page->autopsy;
    QWidget* parent = column.parentWidget();
    const bool isForward = autopsy.direction == "forward";
    addText(column,
            autopsy.firstModule.empty() ? tr("First module: none was found")
            : isForward                 ? tr("First module that went bad, on the way forward")
                                        : tr("First module that went bad, on the way back"),
            Tone::Quiet);
    if (autopsy.firstModule.empty()) {
        return;
    }
    const auto link = [&](const QString& path) {
        QPushButton* button = makeButton(elidedName(path), CommandButton::Kind::Link, parent);
        button->setFont(m_theme.mono(11));
        button->setToolTip(tr("%1: select it in Design").arg(path));
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT moduleRequested(path); });
        return button;
    };
    const auto first = std::ranges::find(autopsy.modules, autopsy.firstModule,
                                         [](const monitor::ModuleReading& reading) { return reading.module; });
    if (first == autopsy.modules.end()) {
        QPushButton* button = link(QString::fromStdString(autopsy.firstModule));
        button->setObjectName(QStringLiteral("autopsyModule"));
        column.addWidget(button, 0, Qt::AlignLeft);
        return;
    }
    auto* table = new QGridLayout;
    table->setHorizontalSpacing(10);
    table->setVerticalSpacing(0);
    const QStringList names{tr("output"), tr("gradient"), tr("update")};
    for (int i = 0; i < names.size(); ++i) {
        QLabel* label = makeLabel(names[i], Tone::Quiet, parent);
        label->setAlignment(Qt::AlignRight);
        table->addWidget(label, 0, i + 1);
    }
    int line = 1;
    const auto end = first + std::min<std::ptrdiff_t>(autopsy.modules.end() - first, kModules);
    for (auto reading = first; reading != end; ++reading) {
        QPushButton* button = link(QString::fromStdString(reading->module));
        button->setObjectName(line == 1 ? QStringLiteral("autopsyModule") : QString());
        table->addWidget(button, line, 0, Qt::AlignLeft);
        int at = 1;
        for (const double value : {reading->activation, reading->gradient, reading->updateRatio}) {
            table->addWidget(cell(m_theme, value, std::isinf(value), parent), line, at++);
        }
        ++line;
    }
    table->setColumnStretch(0, 1);
    column.addLayout(table);
}

void AutopsyPanel::addPictures(QVBoxLayout& column)
{
    if (m_page->pictures.isEmpty()) {
        return;
    }
    QWidget* parent = column.parentWidget();
    addText(column, tr("The batch, as the network got it"), Tone::Quiet);
    auto* table = new QGridLayout;
    table->setSpacing(6);
    int place = 0;
    for (const AutopsyPicture& picture : m_page->pictures) {
        auto* label = new QLabel(parent);
        label->setObjectName(QStringLiteral("autopsyPicture"));
        label->setFixedSize(kPicture, kPicture);
        label->setAlignment(Qt::AlignCenter);
        label->setToolTip(picture.name);
        label->setAccessibleName(picture.name);
        if (picture.image.isNull()) {
            label->setPixmap(iconPixmap(u"warning", m_theme.color(Token::WarningLine), 20, devicePixelRatioF()));
            label->setToolTip(tr("%1 cannot be read").arg(picture.name));
        } else {
            label->setPixmap(QPixmap::fromImage(
                picture.image.scaled(kPicture, kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
        }
        table->addWidget(label, place / kPicturesARow, place % kPicturesARow);
        ++place;
    }
    table->setColumnStretch(kPicturesARow, 1);
    column.addLayout(table);
}

void AutopsyPanel::addAdvice(QVBoxLayout& column)
{
    const monitor::Autopsy& autopsy = m_page->autopsy;
    addText(column, tr("What was done"), Tone::Quiet);
    addText(column, autopsyActionText(autopsy.action), Tone::Second);
    if (autopsy.causes.empty() || autopsy.causes.front().advice.empty()) {
        return;
    }
    addText(column, tr("What to try"), Tone::Quiet);
    for (const std::string& code : autopsy.causes.front().advice) {
        addText(column, QStringLiteral("→ ") + adviceText(code), Tone::Second);
    }
}

void AutopsyPanel::showPage()
{
    m_export->setEnabled(m_page != nullptr);
    if (!m_page) {
        m_state->show(StateView::Kind::Empty, QStringLiteral("check"), tr("Nothing was out of place at this step"),
                      tr("An autopsy is made of a warning or an explosion: choose one of the marks above the curves."));
        m_views->setCurrentWidget(m_state);
        return;
    }
    const monitor::Autopsy& autopsy = m_page->autopsy;
    const bool isExploded = monitor::stabilityOf(autopsy.verdict.condition) == run::Stability::Exploded;
    m_icon->setPixmap(iconPixmap(isExploded ? u"exploded" : u"warning",
                                 m_theme.color(isExploded ? Token::ExplodedLine : Token::WarningLine), 16,
                                 devicePixelRatioF()));
    const QString epoch = QString::number(autopsy.epoch, 'f', 1);
    m_title->setText(isExploded ? tr("Autopsy: exploded at epoch %1").arg(epoch)
                                : tr("Autopsy: warning at epoch %1").arg(epoch));
    m_place->setText(tr("step %1").arg(countText(autopsy.step)));
    auto* content = new QWidget(m_scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(6);
    addCauses(*column);
    addRows(*column);
    addModules(*column);
    addPictures(*column);
    addAdvice(*column);
    if (m_page->folder.empty()) {
        addText(*column, tr("Made of what the run said: it left no autopsy of its own for this step."), Tone::Quiet);
    }
    column->addStretch(1);
    m_scroll->setWidget(content);
    m_views->setCurrentWidget(m_scroll);
    if (!autopsy.firstModule.empty()) {
        Q_EMIT moduleFound(QString::fromStdString(autopsy.firstModule));
    }
}

void AutopsyPanel::exportTo(const QString& file)
{
    if (m_page) {
        m_reader.write(m_page, file);
    }
}

void AutopsyPanel::askForExport()
{
    if (!m_page) {
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Export autopsy"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Web page (*.html)"), tr("Markdown (*.md)")});
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("autopsy-%1-%2").arg(m_feed->id()).arg(m_page->autopsy.step));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &AutopsyPanel::exportTo);
    dialog->open();
}

} // namespace espalier::ui
