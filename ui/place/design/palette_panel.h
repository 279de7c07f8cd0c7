// PalettePanel: states and adapter methods, dragged on to the canopy or given by a key, and the chosen method's
// options.
#pragma once

#include "core/plan/adapter_options.h"
#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace espalier::ui {

class FieldForm;
class PaletteRow;

class PalettePanel : public QWidget {
    Q_OBJECT
public:
    PalettePanel(const Theme& theme, CommandTable& commands, QWidget* parent = nullptr);

    /// By place in adapterMethods(), with the options set here.
    [[nodiscard]] const std::vector<plan::AdapterOptions>& methods() const { return m_methods; }
    [[nodiscard]] int current() const { return m_current; }
    void setNarrow(bool isNarrow); ///< icons and keys alone

Q_SIGNALS:
    void methodsChanged(); ///< an option or the current one

private:
    void setCurrent(int method);
    void buildForm();

    const Theme& m_theme;
    std::vector<plan::AdapterOptions> m_methods;
    int m_current = 1;
    std::vector<PaletteRow*> m_rows;
    std::vector<QWidget*> m_wide; ///< hidden where narrow
    QVBoxLayout* m_options;
    QWidget* m_form = nullptr;
    QLabel* m_title;
    QLabel* m_help;
    bool m_isNarrow = false;
};

} // namespace espalier::ui
