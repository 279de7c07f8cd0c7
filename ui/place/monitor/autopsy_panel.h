// AutopsyPanel: why it went wrong at one step: likely cause, what speaks for and against, the first module, the batch.
#pragma once

#include "ui/bridge/autopsy_reader.h"
#include "ui/bridge/run_feed.h"
#include "ui/widget/controls.h"

#include <QFrame>

class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace espalier::ui {

class StateView;

class AutopsyPanel : public QFrame {
    Q_OBJECT
public:
    AutopsyPanel(const Theme& theme, const Services& services, QWidget* parent = nullptr);

    /// Of this step of the run; the feed gives its last rows.
    void open(std::shared_ptr<RunFeed> feed, qint64 step);
    [[nodiscard]] qint64 step() const { return m_step; }
    [[nodiscard]] bool hasPage() const { return m_page != nullptr; }
    void askForExport();
    void exportTo(const QString& file); ///< .md, else HTML

Q_SIGNALS:
    void moduleRequested(QString path);
    void moduleFound(QString path); ///< the first that went bad, once the page is there
    void closeRequested();
    void noticeRequested(QString text, bool isError);

private:
    void showPage();
    void addCauses(QVBoxLayout& column);
    void addRows(QVBoxLayout& column);
    void addModules(QVBoxLayout& column);
    void addPictures(QVBoxLayout& column);
    void addAdvice(QVBoxLayout& column);
    QLabel* addText(QVBoxLayout& column, const QString& text, Tone tone);
    void addEvidence(QVBoxLayout& column, const QString& sign, const std::vector<monitor::Evidence>& rows);

    const Theme& m_theme;
    AutopsyReader m_reader;
    std::shared_ptr<RunFeed> m_feed;
    std::shared_ptr<const AutopsyPage> m_page;
    qint64 m_step = 0;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_place;
    QPushButton* m_export;
    QStackedWidget* m_views;
    QScrollArea* m_scroll;
    StateView* m_state;
};

} // namespace espalier::ui
