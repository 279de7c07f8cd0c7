// SparkLoader: the small curves of the run list, read by a thread of its own, newest request first.
#pragma once

#include "core/store/store.h"

#include <QList>
#include <QObject>
#include <memory>

namespace espalier::ui {

class SparkLoader : public QObject {
    Q_OBJECT
public:
    explicit SparkLoader(std::filesystem::path store, QObject* parent = nullptr);
    ~SparkLoader() override;
    void request(store::RunId run);

Q_SIGNALS:
    void loaded(qint64 run, QList<double> values);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui
