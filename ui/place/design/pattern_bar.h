// PatternBar: a comma list of patterns, counted and lit while it is typed, turned into rules by Enter.
#pragma once

#include "core/network/network_tree.h"
#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <string>
#include <vector>

class QLabel;
class QPushButton;

namespace espalier::ui {

enum class PatternAction { Unfreeze, Graft, Freeze, Exclude, LrScale };

/// One pattern of the list and what it would select.
struct PatternToken {
    QString text;
    std::vector<network::ModuleId> matches; ///< topmost
    std::int64_t parameters = 0;
    QString fault;   ///< it does not parse
    QString nearest; ///< where it selects nothing
    [[nodiscard]] bool selectsNothing() const { return parameters == 0; }
};

class TokenEdit;

class PatternBar : public QWidget {
    Q_OBJECT
public:
    PatternBar(const Theme& theme, QWidget* parent = nullptr);

    void setTree(const network::NetworkTree* tree); ///< borrowed
    void setGraftTitle(const QString& method);
    void setText(const QString& text);
    void focusText();
    void clear();
    [[nodiscard]] const std::vector<PatternToken>& tokens() const { return m_tokens; }
    [[nodiscard]] std::vector<std::string> patterns() const;

Q_SIGNALS:
    void matchesChanged(const std::vector<espalier::network::ModuleId>& matches);
    void actionRequested(espalier::ui::PatternAction action, const std::vector<std::string>& patterns);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void read();
    void act(PatternAction action);
    void complete();
    void replaceToken(const QString& from, const QString& to);
    void showTotals();
    void showWarning();

    const Theme& m_theme;
    const network::NetworkTree* m_tree = nullptr;
    std::vector<network::Totals> m_totals;
    std::vector<bool> m_holdsParameters; ///< by ModuleId: somewhere under it
    std::vector<PatternToken> m_tokens;
    TokenEdit* m_edit;
    QLabel* m_sum;
    QPushButton* m_freeze;
    QPushButton* m_graft;
    QPushButton* m_scale;
    QPushButton* m_unfreeze;
    QWidget* m_warning;
    QLabel* m_warningText;
    QPushButton* m_replace;
    QPushButton* m_remove;
};

} // namespace espalier::ui
