#include "ui/plot/curve_plot.h"

#include "core/base/files.h"
#include "ui/bridge/core_text.h"
#include "ui/plot/curve_plot_impl.h"
#include "ui/plot/curve_table_model.h"
#include "ui/plot/figure_text.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QPushButton>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <utility>

namespace espalier::ui {

CurvePlot::CurvePlot(Theme& theme, QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme))
{
    m_impl->plot = new QCustomPlot(this);
    QCustomPlot* plot = m_impl->plot;
    setAccessibleName(tr("Curves"));
    plot->setObjectName(QStringLiteral("plotArea"));
    plot->setMouseTracking(true);
    plot->setMinimumSize(60, 40); // without a pixel there is nothing to paint on
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setNoAntialiasingOnDrag(false);
    plot->plotLayout()->clear();
    plot->plotLayout()->setMargins(QMargins(0, 0, 0, 2));
    plot->plotLayout()->setAutoMargins(QCP::msNone);
    // From the ground up; the cursor has its own buffer, so that it never repaints a curve.
    plot->moveLayer(plot->layer(QStringLiteral("grid")), plot->layer(QStringLiteral("background")));
    QString below = QStringLiteral("background");
    for (const char* name : {"ground", "band", "curve", "rim", "mark", "cursor"}) {
        const QString layer = QString::fromLatin1(name);
        const QString base = layer == QStringLiteral("band") ? QStringLiteral("axes") : below;
        plot->addLayer(layer, plot->layer(base), QCustomPlot::limAbove);
        below = layer;
    }
    plot->layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    plot->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot);
    m_impl->frame.setSingleShot(true);
    connect(&m_impl->frame, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            m_impl->draw();
        }
    });
    connect(plot, &QCustomPlot::beforeReplot, this, [this] { m_impl->beforeReplot(); });
    connect(&theme, &Theme::changed, this, [this] { m_impl->applyTheme(); });
    m_impl->rebuild();
}

CurvePlot::~CurvePlot()
{
    m_impl->plot->removeEventFilter(this);
    m_impl->plot->disconnect(this);
}

void CurvePlot::setCurves(CurveSet set)
{
    const bool sameAxis = set.axis == m_impl->set.axis;
    std::map<QString, std::pair<double, double>> zooms;
    std::map<const void*, CurveIndex> indices;
    for (std::size_t i = 0; i < m_impl->panels.size(); ++i) {
        if (m_impl->panels[i].valueZoom) {
            zooms[m_impl->set.panels[i].id] = *m_impl->panels[i].valueZoom;
        }
        for (std::size_t curve = 0; curve < m_impl->panels[i].indices.size(); ++curve) {
            CurveIndex& index = m_impl->panels[i].indices[curve];
            indices[index.view().y] = std::move(index);
        }
    }
    const auto heatBefore = m_impl->heatRow ? m_impl->heatPanel() : std::nullopt;
    const QString rowBefore = heatBefore ? m_impl->set.panels[*heatBefore].curves[*m_impl->heatRow].id : QString();
    m_impl->set = std::move(set);
    m_impl->rebuild();
    for (std::size_t i = 0; i < m_impl->panels.size(); ++i) {
        const PlotPanel& panel = m_impl->set.panels[i];
        if (const auto zoom = zooms.find(panel.id); zoom != zooms.end()) {
            m_impl->panels[i].valueZoom = zoom->second;
        }
        for (std::size_t curve = 0; curve < panel.curves.size(); ++curve) {
            // What was indexed once is not read again; the owner in the view says that the column still is the same.
            const auto known = indices.find(panel.curves[curve].points.y);
            if (known != indices.end() && known->second.view().owner == panel.curves[curve].points.owner) {
                m_impl->panels[i].indices[curve] = known->second;
            }
        }
    }
    m_impl->heatRow.reset();
    if (const auto heat = m_impl->heatPanel(); heat && !rowBefore.isEmpty()) {
        const std::vector<PlotCurve>& rows = m_impl->set.panels[*heat].curves;
        const auto found = std::ranges::find(rows, rowBefore, &PlotCurve::id);
        m_impl->heatRow = found == rows.end() ? std::nullopt : std::optional<std::size_t>(found - rows.begin());
    }
    if (!sameAxis) {
        m_impl->cursor.reset();
        m_impl->setMode(Impl::Mode::Fit);
    }
    m_impl->requestFrame();
}

void CurvePlot::setMarks(std::vector<PlotMark> marks)
{
    m_impl->marks = std::move(marks);
    m_impl->requestFrame();
}

void CurvePlot::setGuard(std::vector<GuardSpan> spans)
{
    m_impl->guard = std::move(spans);
    m_impl->layOutGuardKey();
    m_impl->requestFrame();
}

void CurvePlot::pointsAppended()
{
    m_impl->requestFrame();
}

const CurveSet& CurvePlot::curves() const
{
    return m_impl->set;
}

void CurvePlot::fit()
{
    for (Impl::Panel& panel : m_impl->panels) {
        panel.valueZoom.reset();
    }
    m_impl->setMode(Impl::Mode::Fit);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    const auto [from, to] = m_impl->extent();
    Q_EMIT xRangeChanged(from, to);
}

void CurvePlot::setXRange(double from, double to)
{
    if (to > from) {
        m_impl->setMode(Impl::Mode::Manual);
        m_impl->x0 = from;
        m_impl->x1 = to;
        m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

std::pair<double, double> CurvePlot::xRange() const
{
    return {m_impl->x0, m_impl->x1};
}

void CurvePlot::follow()
{
    m_impl->setMode(m_impl->mode == Impl::Mode::Fit ? Impl::Mode::Fit : Impl::Mode::Follow);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

bool CurvePlot::isFollowing() const
{
    return m_impl->mode != Impl::Mode::Manual;
}

double CurvePlot::dataEnd() const
{
    double end = 0;
    for (const Impl::Panel& panel : m_impl->panels) {
        for (const CurveIndex& index : panel.indices) {
            end = std::max(end, index.xRange().second);
        }
    }
    return end;
}

void CurvePlot::setCursor(std::optional<double> x)
{
    if (x != m_impl->cursor) {
        m_impl->cursor = x;
        m_impl->plot->layer(QStringLiteral("cursor"))->replot();
    }
}

std::optional<double> CurvePlot::cursor() const
{
    return m_impl->cursor;
}

void CurvePlot::setHeatRow(const QString& curveId)
{
    const auto heat = m_impl->heatPanel();
    if (!heat) {
        return;
    }
    const std::vector<PlotCurve>& rows = m_impl->set.panels[*heat].curves;
    const auto found = std::ranges::find(rows, curveId, &PlotCurve::id);
    if (found != rows.end()) {
        m_impl->setRow(static_cast<std::size_t>(found - rows.begin()));
    }
}

void CurvePlot::setHighlight(std::optional<qint64> group)
{
    if (group != m_impl->highlight) {
        m_impl->highlight = group;
        m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void CurvePlot::replotNow()
{
    m_impl->plot->replot(QCustomPlot::rpImmediateRefresh);
}

std::vector<Column> CurvePlot::drawnColumns(std::size_t panel, std::size_t curve) const
{
    return m_impl->panels.at(panel).columns.at(curve);
}

std::vector<RimMark> CurvePlot::rimMarks(std::size_t panel) const
{
    return m_impl->panels.at(panel).rimMarks;
}

QRect CurvePlot::panelArea(std::size_t panel) const
{
    return m_impl->panels.at(panel).area->rect().translated(m_impl->plot->pos());
}

QString CurvePlot::heatReadout() const
{
    const auto heat = m_impl->heatPanel();
    return heat ? m_impl->heatReadout(*heat) : QString();
}

QStringList CurvePlot::axisLabels() const
{
    QStringList labels;
    for (const QCPAxisRect* rect : m_impl->plot->axisRects()) {
        const QCPAxis* axis = rect->axis(QCPAxis::atBottom);
        if (axis->visible() && axis->tickLabels()) {
            labels = QStringList(axis->tickVectorLabels());
        }
    }
    return labels;
}

QString CurvePlot::readout(std::size_t panel, std::size_t curve) const
{
    const std::optional<double> value = m_impl->figureAt(panel, curve);
    return value ? figure(*value) : QStringLiteral("–");
}

Status CurvePlot::exportTo(const std::filesystem::path& file)
{
    const QString path = QString::fromStdString(file.string());
    const QString ending = QString::fromStdString(file.extension().string()).toLower();
    const auto answer = [&](bool done) {
        return done ? Status() : fail(ErrorCode::Io, "the picture could not be written", file.string());
    };
    if (ending == QStringLiteral(".csv")) {
        std::vector<PlotCurve> all;
        for (const PlotPanel& panel : m_impl->set.panels) {
            all.insert(all.end(), panel.curves.begin(), panel.curves.end());
        }
        QSaveFile target(path);
        const QByteArray text = CurveTableModel(m_impl->set.axis, std::move(all)).text(u',').toUtf8();
        return answer(target.open(QIODevice::WriteOnly) && target.write(text) == text.size() && target.commit());
    }
    if (ending == QStringLiteral(".png")) {
        return answer(m_impl->plot->savePng(path, 0, 0, 2.0));
    }
    if (ending == QStringLiteral(".pdf")) {
        return answer(m_impl->plot->savePdf(path));
    }
    if (ending == QStringLiteral(".svg")) {
        QSvgGenerator generator;
        generator.setFileName(path);
        generator.setSize(m_impl->plot->size());
        generator.setViewBox(m_impl->plot->rect());
        QCPPainter painter;
        if (!painter.begin(&generator)) {
            return answer(false);
        }
        painter.setMode(QCPPainter::pmVectorized);
        m_impl->plot->toPainter(&painter);
        return answer(painter.end());
    }
    return fail(ErrorCode::InvalidInput, "the file must end in .png, .svg, .pdf or .csv", file.string());
}

void CurvePlot::askForExport()
{
    auto* dialog = new QFileDialog(this, tr("Export plot"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Drawing (*.svg)"), tr("Document (*.pdf)"), tr("Table (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const Status done = exportTo(path.toStdString()); !done) {
            QToolTip::showText(mapToGlobal(rect().center()), errorText(done.error()), this);
        }
    });
    dialog->open();
}

void CurvePlot::showTable(std::size_t panel)
{
    if (panel >= m_impl->set.panels.size()) {
        return;
    }
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(m_impl->set.panels[panel].title);
    dialog->resize(640, 480);
    auto* model =
        new CurveTableModel(m_impl->set.axis, m_impl->set.panels[panel].curves, m_impl->x0, m_impl->x1, dialog);
    auto* view = new QTableView(dialog);
    view->setModel(model);
    view->setFont(m_impl->theme.mono(11));
    view->setAlternatingRowColors(true);
    auto* copy = new QPushButton(tr("Copy table"), dialog);
    connect(copy, &QPushButton::clicked, model, [model] { QApplication::clipboard()->setText(model->text(u'\t')); });
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(view);
    layout->addWidget(copy, 0, Qt::AlignRight);
    dialog->show();
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event)
{
    return watched == m_impl->plot ? m_impl->handle(event) : QWidget::eventFilter(watched, event);
}

void CurvePlot::keyPressEvent(QKeyEvent* event)
{
    if (!m_impl->pressKey(*event)) {
        QWidget::keyPressEvent(event);
    }
}

void CurvePlot::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_impl->requestFrame();
}

} // namespace espalier::ui