// A plain YOLOv8 inside a YOLO-World: against the original network, rebuilt here from its file alone, on a real photo.
#include "core/dataset/dataset.h"
#include "core/model/blocks.h"
#include "core/model/initialise.h"
#include "core/model/yolov8_import.h"
#include "core/train/detections.h"
#include "core/weights/weights_file.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace espalier::parity {
namespace {

constexpr double kTolerance = 1e-4;
constexpr int kSide = 640;
constexpr int kClasses = 80;

/// The folder of real data: beside the goldens, or around the one that ESPALIER_DATA names.
std::filesystem::path dataFolder()
{
    const char* named = std::getenv("ESPALIER_DATA");
    return named != nullptr ? std::filesystem::path(named) / ".." : goldenFolder() / ".." / "data";
}

/// The original: folded convolutions, layer by layer as its configuration lists them.
class PlainYoloV8 {
public:
    explicit PlainYoloV8(const weights::WeightsFile& file) : m_file(file) {}

    struct Output {
        std::vector<at::Tensor> features;
        std::vector<at::Tensor> distributions;
        std::vector<at::Tensor> logits;
    };

    [[nodiscard]] Output forward(const at::Tensor& image) const
    {
        const at::Tensor p2 = c2f(conv(conv(image, "0", 2), "1", 2), "2", true);
        const at::Tensor p3 = c2f(conv(p2, "3", 2), "4", true);
        const at::Tensor p4 = c2f(conv(p3, "5", 2), "6", true);
        const at::Tensor p5 = sppf(c2f(conv(p4, "7", 2), "8", true));
        const at::Tensor n12 = c2f(at::cat({doubled(p5), p4}, 1), "12", false);
        const at::Tensor n15 = c2f(at::cat({doubled(n12), p3}, 1), "15", false);
        const at::Tensor n18 = c2f(at::cat({conv(n15, "16", 2), n12}, 1), "18", false);
        const at::Tensor n21 = c2f(at::cat({conv(n18, "19", 2), p5}, 1), "21", false);
        Output output{{n15, n18, n21}, {}, {}};
        for (std::size_t i = 0; i < 3; ++i) {
            output.distributions.push_back(branch(output.features[i], "22.cv2." + std::to_string(i)));
            output.logits.push_back(branch(output.features[i], "22.cv3." + std::to_string(i)));
        }
        return output;
    }

    /// The last convolution of a branch, on its hidden map.
    [[nodiscard]] at::Tensor last(const at::Tensor& hidden, const std::string& name) const
    {
        return at::conv2d(hidden, tensor(name + ".2.weight"), tensor(name + ".2.bias"));
    }

private:
    [[nodiscard]] at::Tensor tensor(const std::string& name) const
    {
        const weights::TensorView* view = m_file.find("model." + name);
        if (view == nullptr) {
            throw std::out_of_range(name);
        }
        return model::toTensor(*view);
    }

    [[nodiscard]] at::Tensor conv(const at::Tensor& input, const std::string& name, std::int64_t stride = 1) const
    {
        const at::Tensor weight = tensor(name + ".conv.weight");
        return at::silu(at::conv2d(input, weight, tensor(name + ".conv.bias"), stride, weight.size(2) / 2));
    }

    [[nodiscard]] at::Tensor c2f(const at::Tensor& input, const std::string& name, bool addsInput) const
    {
        std::vector<at::Tensor> slices = conv(input, name + ".cv1").chunk(2, 1);
        for (int i = 0; m_file.find("model." + name + ".m." + std::to_string(i) + ".cv1.conv.weight") != nullptr; ++i) {
            const std::string block = name + ".m." + std::to_string(i);
            const at::Tensor grown = conv(conv(slices.back(), block + ".cv1"), block + ".cv2");
            slices.push_back(addsInput ? slices.back() + grown : grown);
        }
        return conv(at::cat(slices, 1), name + ".cv2");
    }

    [[nodiscard]] at::Tensor sppf(const at::Tensor& input) const
    {
        const at::Tensor a = conv(input, "9.cv1");
        const auto pool = [](const at::Tensor& map) { return at::max_pool2d(map, {5, 5}, {1, 1}, {2, 2}); };
        const at::Tensor b = pool(a);
        const at::Tensor c = pool(b);
        return conv(at::cat({a, b, c, pool(c)}, 1), "9.cv2");
    }

    [[nodiscard]] at::Tensor branch(const at::Tensor& input, const std::string& name) const
    {
        return last(conv(conv(input, name + ".0"), name + ".1"), name);
    }

    static at::Tensor doubled(const at::Tensor& map) { return map.repeat_interleave(2, 2).repeat_interleave(2, 3); }

    const weights::WeightsFile& m_file;
};

class YoloV8Import : public testing::Test {
protected:
    void SetUp() override
    {
        const auto weightsFile = dataFolder() / "yolov8n-coco" / "yolov8n.safetensors";
        const auto photo = dataFolder() / "mvtec-bottle" / "train" / "JPEGImages" / "bottle_broken_large_004.jpg";
        if (!std::filesystem::exists(weightsFile) || !std::filesystem::exists(photo)) {
            std::cout << "no " << weightsFile.string() << " or no photo " << photo.string() << ": nothing compared\n";
            GTEST_SKIP() << "no weights or no photo";
        }
        auto opened = weights::WeightsFile::open(weightsFile);
        ASSERT_TRUE(opened) << describe(opened.error());
        m_file.emplace(std::move(*opened));
        const auto image = dataset::decodeImage(photo);
        ASSERT_TRUE(image) << describe(image.error());
        const dataset::Letterboxed boxed = dataset::letterbox(*image, kSide, kSide);
        ASSERT_EQ(boxed.image.pixels.size(), std::size_t{3} * kSide * kSide);
        m_sample.originalWidth = image->width;
        m_sample.originalHeight = image->height;
        m_image = at::empty({1, kSide, kSide, 3}, at::kByte);
        std::copy(boxed.image.pixels.begin(), boxed.image.pixels.end(), m_image.data_ptr<std::uint8_t>());
        m_image = m_image.permute({0, 3, 1, 2}).to(at::kFloat).div(255).contiguous();

        auto options = model::yoloWorldOptions("n", kClasses);
        ASSERT_TRUE(options);
        options->withTextTower = false;
        m_network = std::make_shared<model::YoloWorld>(*options, at::kCPU);
        model::initialise(*m_network, kClasses, 7);
        const model::Binding binding = model::importYoloV8(*m_network, m_file->tensors());
        ASSERT_TRUE(binding.isComplete());
        m_network->eval();
    }

    /// What the class branch has before its last convolution, which YOLO-World has for texts and YOLOv8 for classes.
    [[nodiscard]] at::Tensor classHidden(at::Tensor map, std::size_t level) const
    {
        for (const char* layer : {".0", ".1"}) {
            const std::string path = "bbox_head.head_module.cls_preds." + std::to_string(level) + layer;
            const auto module = m_network->named_modules()[path];
            map = dynamic_cast<model::ConvModule&>(*module).forward(map);
        }
        return map;
    }

    std::optional<weights::WeightsFile> m_file;
    at::Tensor m_image;
    dataset::Sample m_sample;
    std::shared_ptr<model::YoloWorld> m_network;
};

TEST_F(YoloV8Import, AnswersAsTheOriginalOnARealPhoto)
{
    const at::NoGradGuard noGradients;
    const PlainYoloV8 original(*m_file);
    const PlainYoloV8::Output expected = original.forward(m_image);
    const at::Tensor text = at::randn({1, 4, 512});
    const std::vector<at::Tensor> features = m_network->features(m_image, text);
    const model::YoloWorld::Output output = m_network->head(features, text);
    std::vector<at::Tensor> logits;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string level = std::to_string(i);
        expectClose(features[i], expected.features[i], kTolerance, "features " + level);
        expectClose(output.distributions[i], expected.distributions[i], kTolerance, "distributions " + level);
        logits.push_back(original.last(classHidden(features[i], i), "22.cv3." + level));
        expectClose(logits[i], expected.logits[i], kTolerance, "class logits " + level);
    }
    const std::array samples{m_sample};
    const auto ours = train::detect(logits, output.distributions, samples);
    const auto theirs = train::detect(expected.logits, expected.distributions, samples);
    ASSERT_EQ(ours.size(), theirs.size());
    ASSERT_FALSE(ours.empty());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].category, theirs[i].category);
        EXPECT_NEAR(ours[i].score, theirs[i].score, 1e-4);
    }
}

TEST_F(YoloV8Import, GivesTheSameFeaturesWhateverTheText)
{
    const at::NoGradGuard noGradients;
    const auto one = m_network->features(m_image, at::randn({1, 4, 512}));
    const auto other = m_network->features(m_image, 100 * at::randn({1, 9, 512}));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(at::equal(one[i], other[i]));
    }
}

} // namespace
} // namespace espalier::parity
