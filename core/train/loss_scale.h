// LossScale: the factor that keeps half-precision gradients from vanishing, and its search for the largest that fits.
#pragma once

namespace espalier::train {

/// The loss is multiplied by value() before the backward pass, the gradients divided by it after. Halved when they
/// came out not finite (that step is skipped: the search, no fault), doubled after `growthInterval` steps without that.
/// Micikevicius et al. 2018, section 3.2; defaults as torch's GradScaler has them.
class LossScale {
public:
    explicit LossScale(double initial = 65536.0, int growthInterval = 2000)
        : m_value(initial), m_growthInterval(growthInterval)
    {
    }

    [[nodiscard]] double value() const { return m_value; }

    /// After each step; `isFinite`: whether all its gradients were.
    void update(bool isFinite)
    {
        if (!isFinite) {
            m_value *= 0.5;
            m_cleanSteps = 0;
        } else if (++m_cleanSteps == m_growthInterval) {
            m_value *= 2.0;
            m_cleanSteps = 0;
        }
    }

private:
    double m_value;
    int m_growthInterval;
    int m_cleanSteps = 0;
};

} // namespace espalier::train
