// StoreCommand: one change of the store that can be taken back.
#pragma once

#include <QUndoCommand>
#include <functional>

namespace espalier::ui {

class StoreCommand final : public QUndoCommand {
public:
    using Act = std::function<void()>;
    StoreCommand(const QString& text, Act act, Act back)
        : QUndoCommand(text), m_act(std::move(act)), m_back(std::move(back))
    {
    }
    void redo() override { m_act(); }
    void undo() override { m_back(); }

private:
    Act m_act;
    Act m_back;
};

} // namespace espalier::ui
