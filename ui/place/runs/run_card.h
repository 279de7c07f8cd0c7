// RunCard: the run looked at, beside the list: curves, what trained, result, where it came from; tags and note of what
// is chosen.
#pragma once

#include "ui/place/place.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;
class QTimer;

namespace espalier::ui {

class Chip;
class CommandButton;
class CurvePlot;

class RunCard : public QScrollArea {
    Q_OBJECT
public:
    explicit RunCard(const PlaceContext& context, QWidget* parent = nullptr);
    void setRun(qint64 run);                    ///< 0: none
    void setTargets(const QList<qint64>& runs); ///< whose tags and note are edited; the run among them
    void editTags();
    void editNote();

Q_SIGNALS:
    /// Of all targets: what was added, what was taken away.
    void tagsEdited(const QStringList& added, const QStringList& removed);
    void noteEdited(const QString& note);
    void left(); ///< Enter or Esc in a field: back to the list

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* build();
    void addFields(QVBoxLayout* column, QWidget* content);
    void takeFields();
    void tellTags();
    void tellNote();
    [[nodiscard]] QStringList commonTags() const;
    QLabel* addRow(QGridLayout* grid, const QString& caption);
    void take();
    void takeCurves();

    PlaceContext m_context;
    qint64 m_run = 0;
    std::shared_ptr<RunFeed> m_feed;
    QTimer* m_delay; ///< a run is read when the selection has settled
    QLabel* m_name;
    Chip* m_state;
    QLabel* m_moment;
    CurvePlot* m_plot;
    QLabel* m_trainable;
    QLabel* m_adapters;
    QLabel* m_best;
    QLabel* m_last;
    QLabel* m_classes;
    QLabel* m_model;
    QLabel* m_data;
    QLabel* m_file;
    QLabel* m_checkpoint;
    QLabel* m_message;
    QList<qint64> m_targets;
    QLabel* m_tagsTitle;
    QLineEdit* m_tags;
    QLabel* m_noteTitle;
    QPlainTextEdit* m_note;
};

} // namespace espalier::ui
