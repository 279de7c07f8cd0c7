// Place: one page of the window, and what it is given.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/bridge/services.h"
#include "ui/edit/command_table.h"
#include "ui/edit/experiment_document.h"
#include "ui/widget/theme.h"

#include <QVariant>
#include <QWidget>

namespace espalier::ui {

/// How a place asks the window for what belongs to another one. Places never include each other.
class Navigator : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
Q_SIGNALS:
    void showPlaceRequested(espalier::ui::PlaceId place);
    void watchRequested(qint64 run);           ///< in Monitor
    void compareRequested(QList<qint64> runs); ///< in Compare
    void cloneRequested(qint64 run);           ///< into Design
    void moduleRequested(QString path);        ///< select in Design
    void startRequested();                     ///< the open experiment, whatever its checks found
    void startQuestioned();                    ///< asked for while errors stand: Design says which, and asks
    void noticeRequested(QString text, bool isError);
};

struct PlaceContext {
    const Services& services;
    Theme& theme;
    CommandTable& commands;
    ExperimentDocument& document;
    RunCatalogue& runs;
    Navigator& navigator;
};

class Place : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void activated() {}   ///< shown: take the focus where work begins
    virtual void deactivated() {} ///< hidden: stop timers
    [[nodiscard]] virtual QVariant state() const
    {
        return {};
    } ///< what a place made anew (another language) goes on with
    virtual void restore(const QVariant&) {}
    virtual QUndoStack* undoStack(); ///< of this place; null: the document's
};

} // namespace espalier::ui
