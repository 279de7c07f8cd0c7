#include "ui/place/data/chart_export.h"

#include "core/base/files.h"
#include "ui/widget/controls.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPixmap>
#include <QStandardItemModel>
#include <QSvgGenerator>
#include <QTableView>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

constexpr double kPictureScale = 2;

QString csv(const ChartTable& table, QChar separator)
{
    QString text;
    for (const QStringList& row : table) {
        QStringList cells;
        for (QString cell : row) {
            const bool isQuoted = cell.contains(separator) || cell.contains(QLatin1Char('"'));
            cells << (isQuoted ? QLatin1Char('"') + cell.replace(QLatin1String("\""), QLatin1String("\"\"")) +
                                     QLatin1Char('"')
                               : cell);
        }
        text += cells.join(separator) + QLatin1Char('\n');
    }
    return text;
}

bool paintInto(QWidget& chart, QPaintDevice& device, double scale)
{
    QPainter painter;
    if (!painter.begin(&device)) {
        return false;
    }
    painter.scale(scale, scale);
    chart.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground);
    return painter.end();
}

} // namespace

Status exportChart(QWidget& chart, const ChartTable& table, const std::filesystem::path& file)
{
    const QString path = QString::fromStdString(file.string());
    const QString ending = QString::fromStdString(file.extension().string()).toLower();
    const auto answer = [&](bool done) {
        return done ? Status() : fail(ErrorCode::Io, "the picture could not be written", file.string());
    };
    if (ending == QLatin1String(".csv")) {
        return writeFileAtomically(file, csv(table, QLatin1Char(',')).toStdString());
    }
    if (ending == QLatin1String(".png")) {
        QPixmap picture(chart.size() * kPictureScale);
        return answer(paintInto(chart, picture, kPictureScale) && picture.save(path));
    }
    if (ending == QLatin1String(".svg")) {
        QSvgGenerator generator;
        generator.setFileName(path);
        generator.setSize(chart.size());
        generator.setViewBox(chart.rect());
        return answer(paintInto(chart, generator, 1));
    }
    if (ending == QLatin1String(".pdf")) {
        QPdfWriter writer(path);
        writer.setPageSize(QPageSize(QSizeF(chart.size()), QPageSize::Point));
        writer.setPageMargins(QMarginsF());
        return answer(paintInto(chart, writer, writer.width() / static_cast<double>(chart.width())));
    }
    return fail(ErrorCode::InvalidInput, "the file must end in .png, .svg, .pdf or .csv", file.string());
}

void showChartTable(QWidget* parent, const QString& title, const ChartTable& table)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->resize(520, 480);
    auto* model = new QStandardItemModel(dialog);
    model->setHorizontalHeaderLabels(table.value(0));
    for (const QStringList& row : table.mid(1)) {
        QList<QStandardItem*> items;
        for (const QString& cell : row) {
            items << new QStandardItem(cell);
        }
        model->appendRow(items);
    }
    auto* view = new QTableView(dialog);
    view->setModel(model);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setAccessibleName(title);
    auto* copy =
        makeButton(QCoreApplication::translate("ChartExport", "Copy table"), CommandButton::Kind::Normal, dialog);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [table] { QApplication::clipboard()->setText(csv(table, QLatin1Char('\t'))); });
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(view);
    column->addWidget(copy, 0, Qt::AlignRight);
    dialog->show();
}

} // namespace espalier::ui
