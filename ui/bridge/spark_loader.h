// SparkLoader: the small curves of the run list, read by a thread of its own, newest request first.
#pragma once

#include "core/store/store.h"

#include <QObject>
#include <memory>

Q_DECLARE_METATYPE(espalier::store::Sparkline)

namespace espalier::ui {

class SparkLoader : public QObject {
    Q_OBJECT
public:
    static constexpr int kStretches = 76;

    explicit SparkLoader(std::filesystem::path store, QObject* parent = nullptr);
    ~SparkLoader() override;
    void request(store::RunId run);

Q_SIGNALS:
    void loaded(qint64 run, const espalier::store::Sparkline& line);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui
