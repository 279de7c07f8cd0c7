// CanopyView: the network as a tree on wires. One painted widget over a cached list of items; it knows no document, it
// is given values and asks by signals.
#pragma once

#include "core/plan/resolved_plan.h"
#include "ui/canopy/canopy_layout.h"
#include "ui/canopy/canopy_scene.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

class QMimeData;

namespace espalier::ui {

struct CanopyLook;

/// Drag data: the method's place in adapterMethods(), as text.
inline constexpr char kMethodMimeType[] = "application/x-espalier-method";

inline constexpr double kCanopyLegend = 26; ///< height of the line below the picture

/// A measure that colours the modules.
struct CanopyHeat {
    std::vector<double> shares; ///< by ModuleId: share of the scale; NaN: not measured; infinite: not finite
    std::function<QString(network::ModuleId)> text;     ///< a line of the tip
    std::function<QString(network::ModuleId)> figure{}; ///< stands in the box instead of its parameters
    QString low;                                        ///< what both ends of the scale stand for
    QString high;
    QString none{}; ///< what a module without a value is; empty: it was not measured
};

class CanopyView : public QWidget {
    Q_OBJECT
public:
    explicit CanopyView(const Theme& theme, QWidget* parent = nullptr);

    /// Borrowed; both null: nothing is drawn. Call again when either is replaced.
    void setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan);
    void refresh(); ///< the same tree, another plan
    void setSelection(const std::vector<network::ModuleId>& modules);
    void setMatches(const std::vector<network::ModuleId>& modules);
    /// Modules that the pre-flight has something against; each gets a triangle.
    void setFindings(const std::vector<network::ModuleId>& modules);
    /// What a drag of each method would graft, by its place in adapterMethods().
    void setMethods(std::vector<plan::AdapterOptions> methods);
    void setImageSize(int side);
    /// None: modules are coloured by their state. Of another tree than the one shown: not used.
    void setHeat(std::optional<CanopyHeat> heat);
    [[nodiscard]] const std::optional<CanopyHeat>& heat() const { return m_heat; }
    /// Of a network that is no longer the document's: drawn pale, since it only stands in for the next.
    void setStale(bool isStale);
    [[nodiscard]] QString dragText() const { return m_drag.text; } ///< at the cursor; empty: nothing is dragged
    /// Where the leaf of a node is drawn; null: it has none, or no room for it.
    [[nodiscard]] QRectF leafOf(network::ModuleId id) const;

    void zoomBy(double factor); ///< about the middle
    void zoomToFit();
    void zoomTo(network::ModuleId id);

    [[nodiscard]] const CanopyScene& scene() const { return m_scene; }
    [[nodiscard]] double zoom() const { return m_transform.scale; }

    [[nodiscard]] QSize sizeHint() const override { return {720, 560}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {360, 280}; }

Q_SIGNALS:
    void selectionRequested(const std::vector<espalier::network::ModuleId>& modules);
    void graftRequested(int method, espalier::network::ModuleId module);
    void graftMoveRequested(espalier::network::ModuleId from, espalier::network::ModuleId to);
    void graftRemoveRequested(espalier::network::ModuleId from); ///< all at or under it

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct Drag {
        int method = -1;                             ///< from the palette
        network::ModuleId from = network::kNoModule; ///< or the node whose leaf it is
        bool removes = false;                        ///< where it is now
        QPointF place;
        network::ModuleId target = network::kNoModule;
        QString text;
        [[nodiscard]] bool isOn() const { return method >= 0 || from != network::kNoModule; }
    };

    void layOut(bool keepView);
    void rebuild();
    void zoomAt(QPointF anchor, double factor);
    void clampTransform();
    void setHover(network::ModuleId id);
    void selectByKey(int key);
    [[nodiscard]] const CanopyItem* alongData(network::ModuleId id, int key) const;
    [[nodiscard]] const CanopyItem* besides(int key) const;
    void selectIn(const QRectF& area, bool isAdding);
    [[nodiscard]] bool hasPlan() const;
    [[nodiscard]] CanopyLook lookOf(const CanopyItem& item) const;
    [[nodiscard]] QString tipOf(network::ModuleId id) const;
    [[nodiscard]] QString graftText(network::ModuleId id, bool isOpen) const;
    [[nodiscard]] QRectF canvas() const;
    void paintOverlays(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    [[nodiscard]] bool hasHeat() const;
    void paintDrag(QPainter& painter) const;
    void updateDrag(const QMimeData& carried, QPointF place);
    void lightLegal(const plan::AdapterOptions& adapter);
    void aimMethod(const plan::AdapterOptions& adapter);
    void aimLeaf();
    void pullLeaf(QPointF place);
    void dropLeaf();
    [[nodiscard]] network::ModuleId leafAt(QPointF point) const;
    [[nodiscard]] std::vector<network::ModuleId> sitesFor(network::ModuleId id,
                                                          const plan::AdapterOptions& adapter) const;
    [[nodiscard]] QString refusalOf(network::ModuleId id, const plan::AdapterOptions& adapter) const;

    const Theme& m_theme;
    const network::NetworkTree* m_tree = nullptr;
    const plan::ResolvedPlan* m_plan = nullptr;
    std::vector<network::Totals> m_totals;
    CanopyLayout m_layout;
    CanopyScene m_scene;
    CanopyTransform m_transform;
    double m_fitScale = 1;
    bool m_isFitted = true; ///< follows the window until somebody zooms

    std::vector<network::ModuleId> m_selection;
    std::vector<network::ModuleId> m_matches;
    std::vector<network::ModuleId> m_findings;
    std::vector<bool> m_isWarned; ///< by ModuleId: a rule of it, or a finding
    std::vector<bool> m_takesText;
    std::vector<std::vector<std::size_t>> m_graftsUnder; ///< by ModuleId
    std::vector<plan::AdapterOptions> m_methods;
    int m_imageSize = 0;
    std::optional<CanopyHeat> m_heat;
    network::ModuleId m_hover = network::kNoModule;
    bool m_isSpaceHeld = false;
    bool m_isPanning = false;
    QPointF m_pressed;
    std::optional<QRectF> m_band;
    Drag m_drag;
    network::ModuleId m_pressedLeaf = network::kNoModule;
    std::vector<bool> m_isLegal; ///< by ModuleId, of what is dragged
    bool m_isStale = false;
};

} // namespace espalier::ui
