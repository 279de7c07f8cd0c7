#include "ui/shell/splitter_memory.h"

#include <QEvent>
#include <QSettings>
#include <QSplitter>

namespace espalier::ui {

namespace {

QString keyOf(const QString& name)
{
    return QStringLiteral("splitter/") + name;
}

} // namespace

void SplitterMemory::watch(QWidget* root)
{
    m_splitters.clear();
    for (QSplitter* splitter : root->findChildren<QSplitter*>()) {
        const QString name = splitter->objectName();
        if (name.isEmpty()) {
            continue;
        }
        m_splitters.insert(name, splitter);
        m_usual.insert(name, splitter->saveState());
        for (int handle = 1; handle < splitter->count(); ++handle) {
            splitter->handle(handle)->installEventFilter(this);
        }
    }
}

QHash<QString, QByteArray> SplitterMemory::states() const
{
    QHash<QString, QByteArray> states;
    for (const auto& [name, splitter] : m_splitters.asKeyValueRange()) {
        states.insert(name, splitter->saveState());
    }
    return states;
}

void SplitterMemory::setStates(const QHash<QString, QByteArray>& states)
{
    for (const auto& [name, state] : states.asKeyValueRange()) {
        if (QSplitter* splitter = m_splitters.value(name)) {
            splitter->restoreState(state);
        }
    }
}

void SplitterMemory::restore(const QSettings& settings)
{
    for (const auto& [name, splitter] : m_splitters.asKeyValueRange()) {
        const QByteArray state = settings.value(keyOf(name)).toByteArray();
        if (!state.isEmpty()) {
            splitter->restoreState(state);
        }
    }
}

void SplitterMemory::remember(QSettings& settings) const
{
    for (const auto& [name, splitter] : m_splitters.asKeyValueRange()) {
        settings.setValue(keyOf(name), splitter->saveState());
    }
}

bool SplitterMemory::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::MouseButtonDblClick) {
        return QObject::eventFilter(watched, event);
    }
    auto* splitter = qobject_cast<QSplitter*>(watched->parent());
    if (splitter) {
        splitter->restoreState(m_usual.value(splitter->objectName()));
    }
    return true;
}

} // namespace espalier::ui
