#include "ui/place/compare/prediction_painting.h"

#include "ui/plot/box_painting.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <array>

namespace espalier::ui {

namespace {

constexpr const char* kContext = "Prediction";

QRectF placed(const metrics::Box& box, const PictureFrame& frame, const PredictedImage& image)
{
    const double sx = frame.area.width() / image.width;
    const double sy = frame.area.height() / image.height;
    return {QPointF(frame.area.left() + box[0] * sx, frame.area.top() + box[1] * sy),
            QPointF(frame.area.left() + box[2] * sx, frame.area.top() + box[3] * sy)};
}

QString nameOf(const PredictedBox& box, const std::vector<std::string>& classes)
{
    const bool isFalse = box.fate == metrics::Fate::Background || box.fate == metrics::Fate::Mislabelled;
    return QStringLiteral("%1 %2%3").arg(className(classes, box.category), scoreText(box.score),
                                         isFalse ? QStringLiteral(" ✕") : QString());
}

struct Part {
    QString text;
    Token token;
};

std::vector<Part> partsOf(const PredictedImage& image, int run)
{
    const auto say = [](const char* text, std::int64_t count) {
        return QCoreApplication::translate(kContext, text, nullptr, static_cast<int>(count));
    };
    if (run == kTruthAlone) {
        return {{say(QT_TRANSLATE_N_NOOP("Prediction", "%n box(es)"), static_cast<std::int64_t>(image.truth.size())),
                 Token::Tx2}};
    }
    const PredictedCell& cell = image.cells[static_cast<std::size_t>(run)];
    std::vector<Part> parts{{say(QT_TRANSLATE_N_NOOP("Prediction", "%n hit"), cell.matched), Token::Tx2}};
    if (cell.missed > 0) {
        parts.push_back({say(QT_TRANSLATE_N_NOOP("Prediction", "%n missed"), cell.missed), Token::ExplodedLine});
    }
    if (cell.falses > 0) {
        parts.push_back({say(QT_TRANSLATE_N_NOOP("Prediction", "%n false"), cell.falses), Token::WarningLine});
    }
    return parts;
}

} // namespace

QString scoreText(double score)
{
    const QString text = QString::number(score, 'f', 2);
    return text.startsWith(QLatin1Char('0')) ? text.mid(1) : QStringLiteral("1.0");
}

PictureFrame fittedFrame(const QRectF& room, QSize image)
{
    QRectF area(QPointF(), QSizeF(image).scaled(room.size(), Qt::KeepAspectRatio));
    area.moveCenter(room.center());
    return {area, area};
}

void paintPrediction(QPainter& painter, const PictureFrame& frame, const QPixmap& picture, const PredictedImage& image,
                     int run, const std::vector<std::string>& classes, const Theme& theme, int tagPixels)
{
    painter.save();
    painter.setClipRect(frame.bounds, Qt::IntersectClip);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (picture.isNull()) {
        painter.fillRect(frame.area, theme.color(Token::Bg3));
    } else {
        painter.drawPixmap(frame.area, picture, QRectF(picture.rect()));
    }
    const bool isTruthAlone = run == kTruthAlone;
    const PredictedCell none;
    const PredictedCell& cell = isTruthAlone ? none : image.cells[static_cast<std::size_t>(run)];
    std::vector<PaintedTruth> truth;
    for (std::size_t i = 0; i < image.truth.size(); ++i) {
        const QRectF area = placed(image.truth[i].box, frame, image);
        if (area.intersects(frame.bounds)) {
            truth.push_back({area, className(classes, image.truth[i].category), !isTruthAlone && cell.isMissed[i]});
        }
    }
    std::vector<PaintedBox> boxes;
    for (auto box = cell.boxes.rbegin(); box != cell.boxes.rend(); ++box) { // the surest on top
        const QRectF area = placed(box->box, frame, image);
        if (area.intersects(frame.bounds)) {
            boxes.push_back({area, box->category, nameOf(*box, classes), false});
        }
    }
    paintTruth(painter, truth, frame.bounds, theme, isTruthAlone ? tagPixels : 0);
    paintBoxes(painter, boxes, frame.bounds, theme, tagPixels);
    painter.restore();
}

QString predictionText(const PredictedImage& image, int run)
{
    QStringList texts;
    for (const Part& part : partsOf(image, run)) {
        texts << part.text;
    }
    return texts.join(QStringLiteral(" · "));
}

double paintPredictionText(QPainter& painter, QPointF origin, const PredictedImage& image, int run, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    bool isFirst = true;
    for (const Part& part : partsOf(image, run)) {
        if (!isFirst) {
            painter.setPen(theme.color(Token::Tx3));
            painter.drawText(origin, QStringLiteral(" · "));
            origin.rx() += metrics.horizontalAdvance(QStringLiteral(" · "));
        }
        isFirst = false;
        painter.setPen(theme.color(part.token));
        painter.drawText(origin, part.text);
        origin.rx() += metrics.horizontalAdvance(part.text);
    }
    return origin.x();
}

} // namespace espalier::ui
