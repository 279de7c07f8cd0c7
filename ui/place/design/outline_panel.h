// OutlinePanel: the tree table beside the canopy, with its filter.
#pragma once

#include "ui/model/outline_model.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <vector>

class QLabel;
class QLineEdit;
class QTreeView;

namespace espalier::ui {

class OutlinePanel : public QWidget {
    Q_OBJECT
public:
    explicit OutlinePanel(const Theme& theme, QWidget* parent = nullptr);

    void setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan);
    void refresh();
    void setSelection(const std::vector<network::ModuleId>& modules);
    void setFindings(const std::vector<network::ModuleId>& modules);
    /// Write in the cell of the current row; false: nothing can be written there.
    bool edit(OutlineModel::Column column);
    void setMatches(const std::vector<network::ModuleId>& modules);

    [[nodiscard]] QTreeView* view() const { return m_view; }
    [[nodiscard]] OutlineModel& model() { return m_model; }

Q_SIGNALS:
    void selectionRequested(const std::vector<espalier::network::ModuleId>& modules);
    void toggleRequested(); ///< Space: frozen or unfrozen

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void expandFirst();
    void readSelection();
    [[nodiscard]] QModelIndex shown(network::ModuleId id) const;

    const Theme& m_theme;
    OutlineModel m_model;
    OutlineFilter m_filter;
    QTreeView* m_view;
    QLineEdit* m_find;
    QLabel* m_count;
    const network::NetworkTree* m_tree = nullptr;
    bool m_isTaking = false;
};

} // namespace espalier::ui
