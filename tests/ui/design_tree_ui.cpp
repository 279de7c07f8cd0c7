// The canopy of networks of other families, and the keys that follow the data.
#include "design_desk.h"
#include "ui/canopy/canopy_layout.h"
#include "ui/canopy/canopy_templates.h"

#include <QTest>
#include <string>

namespace espalier::ui {

namespace {

using network::Module;
using network::ModuleId;
using network::ModuleKind;
using network::NetworkTree;

Module named(const std::string& name, ModuleKind kind = ModuleKind::Container)
{
    Module module;
    module.name = name;
    module.kind = kind;
    return module;
}

ModuleId linear(NetworkTree& tree, ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs)
{
    Module module = named(name, ModuleKind::Linear);
    module.inputs = inputs;
    module.outputs = outputs;
    module.tensors = {{"weight", {outputs, inputs}, true}};
    return tree.add(parent, std::move(module));
}

/// `count` transformer layers in a list.
ModuleId layers(NetworkTree& tree, ModuleId parent, const std::string& name, int count, std::int64_t width)
{
    const ModuleId list = tree.add(parent, named(name));
    for (int i = 0; i < count; ++i) {
        const ModuleId layer = tree.add(list, named(std::to_string(i), ModuleKind::Block));
        (void)linear(tree, layer, "qkv", width, 3 * width);
        (void)linear(tree, layer, "proj", width, width);
        (void)linear(tree, layer, "fc", width, 4 * width);
    }
    return list;
}

NetworkTree vit(int blocks)
{
    NetworkTree tree("vit_base", "vit");
    (void)tree.add(network::kNoModule, Module{});
    (void)linear(tree, 0, "patch_embed", 768, 192);
    (void)layers(tree, 0, "blocks", blocks, 192);
    (void)linear(tree, 0, "norm", 1, 192);
    (void)linear(tree, 0, "head", 192, 1000);
    return tree;
}

NetworkTree clip()
{
    NetworkTree tree("clip_b32", "clip");
    (void)tree.add(network::kNoModule, Module{});
    for (const char* tower : {"text_model", "vision_model"}) {
        const ModuleId root = tree.add(0, named(tower));
        (void)linear(tree, tree.add(root, named("embeddings")), "position", 77, 256);
        (void)layers(tree, tree.add(root, named("encoder")), "layers", 12, 256);
        (void)linear(tree, root, "final_layer_norm", 1, 256);
    }
    (void)linear(tree, 0, "visual_projection", 256, 128);
    (void)linear(tree, 0, "text_projection", 256, 128);
    return tree;
}

NetworkTree vlm()
{
    NetworkTree tree("qwen2_5_vl", "qwen2_5_vl");
    (void)tree.add(network::kNoModule, Module{});
    const ModuleId visual = tree.add(0, named("visual"));
    (void)linear(tree, visual, "patch_embed", 1176, 128);
    (void)layers(tree, visual, "blocks", 32, 128);
    (void)linear(tree, visual, "merger", 512, 256);
    const ModuleId language = tree.add(0, named("model"));
    (void)linear(tree, language, "embed_tokens", 1000, 256);
    (void)layers(tree, language, "layers", 36, 256);
    (void)linear(tree, language, "norm", 1, 256);
    (void)linear(tree, 0, "lm_head", 256, 1000);
    return tree;
}

/// Every part beside every other, within the picture.
void checkParts(const CanopyLayout& layout)
{
    std::vector<const CanopyBox*> parts;
    for (const CanopyBox& box : layout.boxes) {
        if (!box.isPart) {
            continue;
        }
        QVERIFY2(QRectF(QPointF(), layout.size).adjusted(-0.01, -0.01, 0.01, 0.01).contains(box.rect),
                 qPrintable(box.label));
        for (const CanopyBox* other : parts) {
            QVERIFY2(!other->rect.intersects(box.rect), qPrintable(other->label + QStringLiteral(" ") + box.label));
        }
        parts.push_back(&box);
    }
    for (const CanopyEdge& edge : layout.edges) {
        QVERIFY(edge.line.size() > 1);
    }
}

QRectF rectOf(const CanopyLayout& layout, const NetworkTree& tree, const char* path)
{
    const int box = layout.boxOf[static_cast<std::size_t>(tree.find(path))];
    return box < 0 ? QRectF() : layout.boxes[static_cast<std::size_t>(box)].rect;
}

bool hasEdge(const CanopyLayout& layout, const NetworkTree& tree, const char* from, const char* to)
{
    return std::ranges::any_of(
        layout.edges, [&](const CanopyEdge& edge) { return edge.from == tree.find(from) && edge.to == tree.find(to); });
}

} // namespace

class DesignTreeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneTrunkGrowsUpFromTheImage();
    void longTrunksStandInColumns();
    void twoTowersStandSideBySide();
    void imageTrunkFeedsTheLanguage();
    void withoutATrunkBoxesAreNested();
    void countsAreOnOneScale();
    void arrowsFollowTheData();
    void enterOpensAndBackspaceLeaves();
};

void DesignTreeTest::oneTrunkGrowsUpFromTheImage()
{
    const NetworkTree tree = vit(12);
    const CanopyLayout layout = layOutCanopy(tree, {700, 540});
    checkParts(layout);
    QVERIFY(!layout.image.isNull());
    QVERIFY(rectOf(layout, tree, "patch_embed").bottom() < layout.image.top());
    QVERIFY(rectOf(layout, tree, "blocks.0").bottom() < rectOf(layout, tree, "patch_embed").top());
    for (int i = 1; i < 12; ++i) {
        const auto path = [](int number) { return "blocks." + std::to_string(number); };
        QVERIFY(rectOf(layout, tree, path(i).c_str()).bottom() < rectOf(layout, tree, path(i - 1).c_str()).top());
        QVERIFY(hasEdge(layout, tree, path(i - 1).c_str(), path(i).c_str()));
    }
    QVERIFY(rectOf(layout, tree, "head").bottom() < rectOf(layout, tree, "blocks.11").top());
}

void DesignTreeTest::longTrunksStandInColumns()
{
    const NetworkTree tree = vit(24);
    const CanopyLayout layout = layOutCanopy(tree, {700, 540});
    checkParts(layout);
    const QRectF first = rectOf(layout, tree, "blocks.0");
    const QRectF next = rectOf(layout, tree, "blocks.12");
    QVERIFY(next.left() > first.right());
    QCOMPARE(next.bottom(), first.bottom());
    QVERIFY(first.height() >= 18); // a name and a count stand in it
}

void DesignTreeTest::twoTowersStandSideBySide()
{
    const NetworkTree tree = clip();
    const auto made = trunkTemplate(tree, tree.subtreeTotals());
    QVERIFY(made.has_value());
    QCOMPARE(made->kind, TrunkTemplate::Kind::TwoTowers);
    const CanopyLayout layout = layOutCanopy(tree, {700, 540});
    checkParts(layout);
    QCOMPARE(layout.frames.size(), 2U);
    const QRectF image = rectOf(layout, tree, "vision_model.encoder.layers.0");
    const QRectF text = rectOf(layout, tree, "text_model.encoder.layers.0");
    QVERIFY(image.right() < text.left());
    QVERIFY(layout.image.center().x() < text.left());
    QVERIFY(rectOf(layout, tree, "visual_projection").bottom() <
            rectOf(layout, tree, "vision_model.final_layer_norm").top());
}

void DesignTreeTest::imageTrunkFeedsTheLanguage()
{
    const NetworkTree tree = vlm();
    const auto made = trunkTemplate(tree, tree.subtreeTotals());
    QVERIFY(made.has_value());
    QCOMPARE(made->kind, TrunkTemplate::Kind::TwoTrunks);
    const CanopyLayout layout = layOutCanopy(tree, {900, 620});
    checkParts(layout);
    QVERIFY(hasEdge(layout, tree, "visual.merger", "model.layers.0"));
    QVERIFY(hasEdge(layout, tree, "model.layers.11", "model.layers.12"));
    QVERIFY(!rectOf(layout, tree, "lm_head").isNull());
    for (const Module& module : tree.modules()) {
        const bool isPart = module.path.starts_with("model.layers.") && std::ranges::count(module.path, '.') == 2;
        QVERIFY2(!isPart || layout.boxOf[static_cast<std::size_t>(tree.find(module.path))] >= 0, module.path.c_str());
    }
}

void DesignTreeTest::withoutATrunkBoxesAreNested()
{
    NetworkTree tree("other", "other");
    (void)tree.add(network::kNoModule, Module{});
    (void)linear(tree, 0, "first", 10, 10);
    (void)linear(tree, 0, "second", 10, 10);
    QVERIFY(!trunkTemplate(tree, tree.subtreeTotals()).has_value());
    const CanopyLayout layout = layOutCanopy(tree, {700, 540});
    QCOMPARE(layout.boxes.front().id, ModuleId{0});
    QCOMPARE(layout.boxes.front().children.size(), 2U);
    QVERIFY(!trunkTemplate(NetworkTree{}, {}).has_value());
}

void DesignTreeTest::countsAreOnOneScale()
{
    const NetworkTree tree = vlm();
    const CanopyLayout layout = layOutCanopy(tree, {900, 620});
    QVERIFY(layout.lengthPerParameter > 0);
    const auto totals = tree.subtreeTotals();
    for (const CanopyBox& box : layout.boxes) {
        if (box.isPart) {
            const double length =
                static_cast<double>(totals[static_cast<std::size_t>(box.id)].parameters) * layout.lengthPerParameter;
            const QRectF body = canopyBody(box.rect);
            QVERIFY2(length <= body.width() * std::max(1.0, std::floor(body.height() / 32)), qPrintable(box.label));
        }
    }
}

void DesignTreeTest::arrowsFollowTheData()
{
    DesignDesk desk;
    desk.place->show();
    desk.open("step2");
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(desk.canopy(), key);
        return QString::fromStdString(desk.document->tree()->module(desk.document->selection().front()).path);
    };
    desk.document->setSelection({desk.find("backbone.image_model.stem")});
    QCOMPARE(press(Qt::Key_Right), QStringLiteral("backbone.image_model.stage1"));
    QCOMPARE(press(Qt::Key_Right), QStringLiteral("backbone.image_model.stage2"));
    // From here data go up the trunk and along the wire: right is the wire.
    QCOMPARE(press(Qt::Key_Right), QStringLiteral("neck.reduce_layers.0"));
    QCOMPARE(press(Qt::Key_Left), QStringLiteral("backbone.image_model.stage2"));
    QCOMPARE(press(Qt::Key_Up), QStringLiteral("backbone.image_model.stage3"));
    QCOMPARE(press(Qt::Key_Right), QStringLiteral("neck.reduce_layers.1"));
    QCOMPARE(press(Qt::Key_Right), QStringLiteral("neck.top_down_layers.0"));
    // What goes in nowhere else but along the way that was drawn.
    for (int i = 0; i < 3; ++i) {
        const ModuleId before = desk.document->selection().front();
        press(Qt::Key_Right);
        const ModuleId after = desk.document->selection().front();
        const bool isFed = std::ranges::any_of(desk.document->tree()->edges(), [&](const network::DataEdge& edge) {
            return edge.from == before && edge.to == after;
        });
        QVERIFY(isFed);
    }
}

void DesignTreeTest::enterOpensAndBackspaceLeaves()
{
    DesignDesk desk;
    desk.place->show();
    desk.open("step2");
    const ModuleId stage = desk.find("backbone.image_model.stage3");
    desk.document->setSelection({stage});
    const double zoom = desk.canopy()->zoom();
    QTest::keyClick(desk.canopy(), Qt::Key_Return);
    QVERIFY(desk.canopy()->zoom() > zoom);
    const CanopyItem* open = desk.canopy()->scene().itemOf(stage);
    QVERIFY(open != nullptr && open->isOpen);
    QTest::keyClick(desk.canopy(), Qt::Key_Backspace);
    QCOMPARE(desk.document->selection(), std::vector<ModuleId>{desk.find("backbone.image_model")});
}

} // namespace espalier::ui

QTEST_MAIN(espalier::ui::DesignTreeTest)
#include "design_tree_ui.moc"
