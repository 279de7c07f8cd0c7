#include "core/dataset/inspection_scene.h"

#include "core/dataset/opencv_image.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace espalier::dataset {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr int kOversampling = 2;
constexpr int kShift = 4; ///< bits of subpixel coordinates
constexpr std::size_t kMostMarks = 3;

/// How a mark is shaped; kinds of both scenes share these.
enum class Form { Chip, Fibres, Blotch, Spiral, Scratch, Hole, Burr, Crack };

struct MarkRow {
    std::string_view name;
    Form form;
    cv::Scalar color; ///< RGB
    double least;     ///< half extent, share of the side
    double most;
};

const std::array<MarkRow, 4> kBottleMarks{{
    {"defect", Form::Chip, {228, 234, 238}, 0.055, 0.12},
    {"dust", Form::Fibres, {205, 200, 188}, 0.05, 0.09},
    {"discoloration", Form::Blotch, {168, 112, 44}, 0.06, 0.13},
    {"coil", Form::Spiral, {190, 198, 210}, 0.055, 0.10},
}};
const std::array<MarkRow, 8> kPartMarks{{
    {"scratch", Form::Scratch, {225, 228, 230}, 0.06, 0.13},
    {"hole", Form::Hole, {18, 18, 20}, 0.045, 0.08},
    {"stain", Form::Blotch, {70, 110, 92}, 0.06, 0.13},
    {"burr", Form::Burr, {235, 226, 205}, 0.05, 0.10},
    {"crack", Form::Crack, {26, 24, 24}, 0.06, 0.13},
    {"lint", Form::Fibres, {214, 186, 170}, 0.05, 0.09},
    {"spring", Form::Spiral, {214, 192, 120}, 0.055, 0.10},
    {"chip", Form::Chip, {30, 32, 38}, 0.055, 0.11},
}};

std::span<const MarkRow> rowsOf(std::string_view scene)
{
    if (scene == "bottles") {
        return kBottleMarks;
    }
    return scene == "parts" ? std::span<const MarkRow>(kPartMarks) : std::span<const MarkRow>();
}

using Line = std::vector<cv::Point2d>;

/// What is painted for a mark, in units of the side.
struct Shape {
    std::vector<Line> lines;
    double width = 0; ///< of strokes; 0: filled
};

cv::Point2d turned(double x, double y, const Mark& mark)
{
    const double c = std::cos(mark.angle);
    const double s = std::sin(mark.angle);
    return {mark.x + mark.size * (c * x - s * y), mark.y + mark.size * (s * x + c * y)};
}

Line ragged(const Mark& mark, Random& random, int corners, double least)
{
    Line line;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * kPi * i / corners;
        const double reach = random.uniform(least, 1.0);
        line.push_back(turned(reach * std::cos(angle), reach * std::sin(angle), mark));
    }
    return line;
}

Shape shapeOf(const MarkRow& row, const Mark& mark)
{
    Random random(mark.seed);
    Shape shape;
    switch (row.form) {
    case Form::Chip:
        shape.lines.push_back(ragged(mark, random, 9, 0.45));
        break;
    case Form::Blotch:
        shape.lines.push_back(ragged(mark, random, 24, 0.75));
        break;
    case Form::Burr:
        shape.lines.push_back(
            {turned(-0.9, 0.55, mark), turned(-0.1, -0.9, mark), turned(0.35, 0.1, mark), turned(0.95, 0.6, mark)});
        break;
    case Form::Hole:
        for (int i = 0; i < 32; ++i) {
            if (i == 0) {
                shape.lines.emplace_back();
            }
            shape.lines[0].push_back(turned(std::cos(2 * kPi * i / 32), std::sin(2 * kPi * i / 32), mark));
        }
        break;
    case Form::Fibres:
        shape.width = 0.007;
        for (int fibre = 0; fibre < 5; ++fibre) {
            double x = random.uniform(-0.8, 0.8);
            double y = random.uniform(-0.8, 0.8);
            double heading = random.uniform(0, 2 * kPi);
            Line line;
            for (int i = 0; i < 8; ++i) {
                line.push_back(turned(x, y, mark));
                heading += random.uniform(-0.7, 0.7);
                x = std::clamp(x + 0.22 * std::cos(heading), -1.0, 1.0);
                y = std::clamp(y + 0.22 * std::sin(heading), -1.0, 1.0);
            }
            shape.lines.push_back(std::move(line));
        }
        break;
    case Form::Spiral:
        shape.width = 0.012;
        shape.lines.emplace_back();
        for (int i = 0; i <= 96; ++i) {
            const double angle = 2 * kPi * 3 * i / 96;
            const double reach = 0.2 + 0.75 * i / 96;
            shape.lines[0].push_back(turned(reach * std::cos(angle), 0.75 * reach * std::sin(angle), mark));
        }
        break;
    case Form::Scratch:
        shape.width = 0.01;
        shape.lines.push_back({turned(-1, random.uniform(-0.2, 0.2), mark),
                               turned(0, random.uniform(-0.15, 0.15), mark),
                               turned(1, random.uniform(-0.2, 0.2), mark)});
        shape.lines.push_back({turned(-0.6, 0.25, mark), turned(0.7, 0.3, mark)});
        break;
    case Form::Crack: {
        shape.width = 0.012;
        Line line;
        for (int i = 0; i <= 7; ++i) {
            line.push_back(turned(-1 + 2.0 * i / 7, (i % 2 == 0 ? 1 : -1) * random.uniform(0.1, 0.35), mark));
        }
        shape.lines.push_back({line[3], turned(0.1, 0.8, mark)});
        shape.lines.push_back(std::move(line));
        break;
    }
    }
    return shape;
}

/// A canvas in units of the side.
class Canvas {
public:
    explicit Canvas(int side) : m_side(side), m_pixels(side, side, CV_8UC3) {}

    [[nodiscard]] cv::Mat& pixels() { return m_pixels; }
    [[nodiscard]] cv::Point point(const cv::Point2d& at) const
    {
        return {static_cast<int>(std::lround(at.x * m_side * (1 << kShift))),
                static_cast<int>(std::lround(at.y * m_side * (1 << kShift)))};
    }
    [[nodiscard]] int width(double share) const { return std::max(1, static_cast<int>(std::lround(share * m_side))); }

    void disc(double x, double y, double radius, const cv::Scalar& color)
    {
        cv::circle(m_pixels, point({x, y}), static_cast<int>(std::lround(radius * m_side * (1 << kShift))), color,
                   cv::FILLED, cv::LINE_AA, kShift);
    }
    void ring(double x, double y, double radius, double thickness, const cv::Scalar& color)
    {
        cv::circle(m_pixels, point({x, y}), static_cast<int>(std::lround(radius * m_side * (1 << kShift))), color,
                   width(thickness), cv::LINE_AA, kShift);
    }
    void arc(double x, double y, double radius, double from, double to, double thickness, const cv::Scalar& color)
    {
        Line line;
        for (int i = 0; i <= 40; ++i) {
            const double angle = from + (to - from) * i / 40;
            line.emplace_back(x + radius * std::cos(angle), y + radius * std::sin(angle));
        }
        stroke(line, thickness, color);
    }
    void stroke(const Line& line, double thickness, const cv::Scalar& color)
    {
        cv::polylines(m_pixels, std::vector{pointsOf(line)}, false, color, width(thickness), cv::LINE_AA, kShift);
    }
    void fill(const Line& line, const cv::Scalar& color)
    {
        cv::fillPoly(m_pixels, std::vector{pointsOf(line)}, color, cv::LINE_AA, kShift);
    }
    /// A soft-edged, half-transparent area.
    void tint(const Line& line, const cv::Scalar& color, double strength)
    {
        cv::Mat mask(m_side, m_side, CV_8U, cv::Scalar(0));
        cv::fillPoly(mask, std::vector{pointsOf(line)}, cv::Scalar(255), cv::LINE_AA, kShift);
        const int blur = 2 * width(0.008) + 1;
        cv::GaussianBlur(mask, mask, {blur, blur}, 0);
        for (int y = 0; y < m_side; ++y) {
            for (int x = 0; x < m_side; ++x) {
                const double share = strength * mask.at<std::uint8_t>(y, x) / 255.0;
                if (share > 0) {
                    auto& pixel = m_pixels.at<cv::Vec3b>(y, x);
                    for (int channel = 0; channel < 3; ++channel) {
                        pixel[channel] =
                            cv::saturate_cast<std::uint8_t>(pixel[channel] * (1 - share) + color[channel] * share);
                    }
                }
            }
        }
    }

private:
    [[nodiscard]] std::vector<cv::Point> pointsOf(const Line& line) const
    {
        std::vector<cv::Point> points;
        for (const cv::Point2d& at : line) {
            points.push_back(point(at));
        }
        return points;
    }

    int m_side;
    cv::Mat m_pixels;
};

cv::Scalar grey(double value, double warmth = 0)
{
    return {value + warmth, value, value - warmth};
}

void paintBottle(Canvas& canvas, const Scene& scene, Random& random)
{
    const double glass = random.uniform(26, 44);
    canvas.disc(scene.x + 0.012, scene.y + 0.016, scene.radius * 1.03, grey(8));
    canvas.disc(scene.x, scene.y, scene.radius, grey(glass + 66, 7));
    canvas.disc(scene.x, scene.y, scene.radius * 0.96, grey(glass + 8, 4));
    canvas.ring(scene.x, scene.y, scene.radius * 0.84, 0.02, grey(glass + 50, 9));
    canvas.disc(scene.x, scene.y, scene.radius * 0.78, grey(glass - 8, 2));
    canvas.ring(scene.x, scene.y, scene.radius * 0.70, 0.008, grey(glass + 30, 3));
    canvas.disc(scene.x, scene.y, scene.radius * 0.66, grey(glass - 16));
    canvas.ring(scene.x, scene.y, scene.radius * 0.42, 0.006, grey(glass + 8));
    const double light = random.uniform(0, 2 * kPi);
    canvas.arc(scene.x, scene.y, scene.radius * 0.90, light, light + 0.9, 0.022, grey(212, 6));
    canvas.arc(scene.x, scene.y, scene.radius * 0.90, light + kPi, light + kPi + 0.5, 0.014, grey(150, 6));
    canvas.arc(scene.x, scene.y, scene.radius * 0.60, light + 0.3, light + 1.2, 0.008, grey(glass + 46));
}

void paintWoundCoil(Canvas& canvas, const Scene& scene, Random& random)
{
    canvas.disc(scene.x + 0.012, scene.y + 0.016, scene.radius * 1.02, grey(10));
    canvas.disc(scene.x, scene.y, scene.radius, {104, 62, 34});
    const double light = random.uniform(0, 2 * kPi);
    const int windings = 9;
    for (int i = 0; i < windings; ++i) {
        const double radius = scene.radius * (0.98 - 0.56 * i / windings);
        canvas.ring(scene.x, scene.y, radius, 0.005, {70, 40, 22});
        canvas.ring(scene.x, scene.y, radius - 0.012, 0.010, {158, 98, 54});
        canvas.arc(scene.x, scene.y, radius - 0.012, light, light + 0.8, 0.010, {222, 164, 112});
    }
    canvas.disc(scene.x, scene.y, scene.radius * 0.36, grey(24));
}

void paintWasher(Canvas& canvas, const Scene& scene, Random& random)
{
    const double metal = random.uniform(120, 160);
    canvas.disc(scene.x + 0.012, scene.y + 0.016, scene.radius * 1.02, grey(40));
    canvas.disc(scene.x, scene.y, scene.radius, grey(metal));
    for (int i = 0; i < 6; ++i) {
        canvas.ring(scene.x, scene.y, scene.radius * (0.95 - 0.09 * i), 0.004, grey(metal + random.uniform(-14, 18)));
    }
    canvas.disc(scene.x, scene.y, scene.radius * 0.36, grey(60));
    canvas.ring(scene.x, scene.y, scene.radius * 0.37, 0.008, grey(metal + 50));
}

void paintGear(Canvas& canvas, const Scene& scene, Random& random)
{
    const double metal = random.uniform(90, 130);
    const int teeth = 14 + static_cast<int>(random.below(8));
    Line outline;
    for (int i = 0; i < 4 * teeth; ++i) {
        const double angle = 2 * kPi * i / (4 * teeth);
        const double reach = scene.radius * (i % 4 < 2 ? 1.0 : 0.86);
        outline.emplace_back(scene.x + reach * std::cos(angle), scene.y + reach * std::sin(angle));
    }
    canvas.fill(outline, grey(metal, 10));
    canvas.ring(scene.x, scene.y, scene.radius * 0.72, 0.01, grey(metal - 30, 8));
    canvas.disc(scene.x, scene.y, scene.radius * 0.22, grey(50));
    canvas.ring(scene.x, scene.y, scene.radius * 0.24, 0.012, grey(metal + 50, 8));
}

void paintPlate(Canvas& canvas, const Scene& scene, Random& random)
{
    const double metal = random.uniform(140, 180);
    const double turn = random.uniform(0, kPi / 2);
    const auto corner = [&](double x, double y) {
        return cv::Point2d(scene.x + scene.radius * (x * std::cos(turn) - y * std::sin(turn)),
                           scene.y + scene.radius * (x * std::sin(turn) + y * std::cos(turn)));
    };
    canvas.fill({corner(-0.95, -0.7), corner(0.95, -0.7), corner(0.95, 0.7), corner(-0.95, 0.7)}, grey(metal, -6));
    for (int i = 0; i < 24; ++i) { // brushed
        const double y = random.uniform(-0.66, 0.66);
        canvas.stroke({corner(-0.9, y), corner(0.9, y)}, 0.002, grey(metal + random.uniform(-12, 14), -6));
    }
    for (const double x : {-0.8, 0.8}) {
        const cv::Point2d at = corner(x, 0.5 * x);
        canvas.disc(at.x, at.y, scene.radius * 0.07, grey(70));
    }
}

void paintMark(Canvas& canvas, const MarkRow& row, const Mark& mark)
{
    const Shape shape = shapeOf(row, mark);
    Random random(mark.seed + 1);
    const double shade = random.uniform(0.85, 1.1);
    const cv::Scalar color = row.color * shade;
    switch (row.form) {
    case Form::Blotch:
        canvas.tint(shape.lines[0], color, random.uniform(0.6, 0.85));
        return;
    case Form::Chip:
    case Form::Burr: {
        canvas.fill(shape.lines[0], color);
        Line inner;
        for (const cv::Point2d& at : shape.lines[0]) {
            inner.emplace_back(mark.x + (at.x - mark.x) * 0.6 + 0.004, mark.y + (at.y - mark.y) * 0.6 + 0.004);
        }
        canvas.fill(inner, color * 0.55);
        return;
    }
    case Form::Hole:
        canvas.fill(shape.lines[0], color);
        return;
    case Form::Fibres:
    case Form::Spiral:
    case Form::Scratch:
    case Form::Crack:
        for (const Line& line : shape.lines) {
            canvas.stroke(line, shape.width, color);
        }
        return;
    }
}

void addNoise(cv::Mat& pixels, Random& random)
{
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            const double noise = random.uniform(-5, 5);
            auto& pixel = pixels.at<cv::Vec3b>(y, x);
            for (int channel = 0; channel < 3; ++channel) {
                pixel[channel] = cv::saturate_cast<std::uint8_t>(pixel[channel] + noise);
            }
        }
    }
}

} // namespace

std::vector<std::string> marksOf(std::string_view scene)
{
    std::vector<std::string> names;
    for (const MarkRow& row : rowsOf(scene)) {
        names.emplace_back(row.name);
    }
    return names;
}

Scene drawScene(std::string_view name, Random random)
{
    const auto rows = rowsOf(name);
    Scene scene;
    scene.subject = static_cast<int>(random.below(name == "bottles" ? 4 : 3));
    scene.x = random.uniform(0.47, 0.53);
    scene.y = random.uniform(0.47, 0.53);
    scene.radius = random.uniform(0.38, 0.44);
    scene.seed = static_cast<std::uint64_t>(random.below(1LL << 50));
    const std::size_t wanted = 1 + static_cast<std::size_t>(random.below(kMostMarks));
    for (int tries = 0; tries < 40 && scene.marks.size() < wanted; ++tries) {
        Mark mark;
        mark.kind = static_cast<int>(random.below(static_cast<std::int64_t>(rows.size())));
        const MarkRow& row = rows[static_cast<std::size_t>(mark.kind)];
        mark.size = random.uniform(row.least, row.most);
        const double reach = scene.radius * random.uniform(0.15, 0.85);
        const double around = random.uniform(0, 2 * kPi);
        mark.x = scene.x + reach * std::cos(around);
        mark.y = scene.y + reach * std::sin(around);
        mark.angle = random.uniform(0, 2 * kPi);
        mark.seed = static_cast<std::uint64_t>(random.below(1LL << 50));
        const bool isApart = std::all_of(scene.marks.begin(), scene.marks.end(), [&](const Mark& other) {
            return std::hypot(mark.x - other.x, mark.y - other.y) > mark.size + other.size;
        });
        if (isApart) {
            scene.marks.push_back(mark);
        }
    }
    return scene;
}

Box boxOf(std::string_view name, const Mark& mark, int side)
{
    const MarkRow& row = rowsOf(name)[static_cast<std::size_t>(mark.kind)];
    const Shape shape = shapeOf(row, mark);
    double x1 = 1, y1 = 1, x2 = 0, y2 = 0;
    for (const Line& line : shape.lines) {
        for (const cv::Point2d& at : line) {
            x1 = std::min(x1, at.x);
            y1 = std::min(y1, at.y);
            x2 = std::max(x2, at.x);
            y2 = std::max(y2, at.y);
        }
    }
    const double rim = shape.width / 2;
    const auto pixel = [&](double share) { return static_cast<float>(std::clamp(share, 0.0, 1.0) * side); };
    return {pixel(x1 - rim), pixel(y1 - rim), pixel(x2 + rim), pixel(y2 + rim)};
}

Image paint(std::string_view name, const Scene& scene, int side)
{
    Random random(scene.seed);
    Canvas canvas(side * kOversampling);
    const double ground = name == "bottles" ? random.uniform(12, 34) : random.uniform(86, 150);
    for (int y = 0; y < canvas.pixels().rows; ++y) {
        const double share = static_cast<double>(y) / canvas.pixels().rows;
        canvas.pixels().row(y).setTo(grey(ground * (1.15 - 0.35 * share), name == "bottles" ? 0 : -8));
    }
    if (name == "bottles") {
        scene.subject == 0 ? paintWoundCoil(canvas, scene, random) : paintBottle(canvas, scene, random);
    } else if (scene.subject == 0) {
        paintWasher(canvas, scene, random);
    } else if (scene.subject == 1) {
        paintGear(canvas, scene, random);
    } else {
        paintPlate(canvas, scene, random);
    }
    for (const Mark& mark : scene.marks) {
        paintMark(canvas, rowsOf(name)[static_cast<std::size_t>(mark.kind)], mark);
    }
    Image image = blank(side, side);
    cv::Mat target = matrixOf(image);
    cv::resize(canvas.pixels(), target, {side, side}, 0, 0, cv::INTER_AREA);
    addNoise(target, random);
    return image;
}

} // namespace espalier::dataset
