// SplitterMemory: where the panels of the window meet, by the names of the splitters; a double click puts one back.
#pragma once

#include <QHash>
#include <QObject>

class QSettings;
class QSplitter;

namespace espalier::ui {

class SplitterMemory : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Every named splitter below `root`, as it stands: that is what a double click on its handle goes back to.
    void watch(QWidget* root);
    [[nodiscard]] QHash<QString, QByteArray> states() const; ///< by name, for widgets that are made anew
    void setStates(const QHash<QString, QByteArray>& states);
    void restore(const QSettings& settings);
    void remember(QSettings& settings) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QHash<QString, QSplitter*> m_splitters; ///< of the widgets that stand
    QHash<QString, QByteArray> m_usual;
};

} // namespace espalier::ui
