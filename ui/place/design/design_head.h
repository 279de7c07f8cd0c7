// DesignHead: the line at the top of Design: what is open, what its checks say, and what starts.
#pragma once

#include "ui/place/place.h"
#include "ui/widget/controls.h"

class QToolButton;

namespace espalier::ui {

class DesignHead : public PlaceHead {
    Q_OBJECT
public:
    explicit DesignHead(const PlaceContext& context, QWidget* parent = nullptr);

    void takeTitle(const QString& preset); ///< name, data and state of the document
    void takeFindings();
    void setNarrow(bool isNarrow);

Q_SIGNALS:
    void presetRequested(std::size_t preset); ///< place in plan::presets()
    void findingsRequested();

private:
    QToolButton* buildPresets();

    PlaceContext m_context;
    QLabel* m_data;
    QLabel* m_name;
    Chip* m_preset;
    Chip* m_saved;
    QToolButton* m_findings;
    CommandButton* m_save;
    CommandButton* m_dryRun;
};

} // namespace espalier::ui
