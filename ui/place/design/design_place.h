// DesignPlace: what will be trained, seen and edited on the network before the run.
#pragma once

#include "ui/place/place.h"

#include <memory>

namespace espalier::ui {

class DesignPlace : public Place {
    Q_OBJECT
public:
    explicit DesignPlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~DesignPlace() override;
    void activated() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui
