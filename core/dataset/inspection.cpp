#include "core/dataset/inspection.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/dataset/inspection_scene.h"

#include <algorithm>
#include <cstdio>

namespace espalier::dataset {

namespace {

class InspectionDataset final : public DetectionDataset {
public:
    InspectionDataset(std::string sceneName, int images, int side, std::uint64_t seed, const std::string& split,
                      const std::vector<std::string>& classes)
        : m_scene(std::move(sceneName)), m_side(side)
    {
        const std::vector<std::string> marks = marksOf(m_scene);
        m_catalogue.classes = classes.empty() ? marks : classes;
        m_catalogue.listedImages = images;
        std::int64_t annotationId = 0;
        for (int i = 0; i < images; ++i) {
            const std::uint64_t base = fnv1a64(m_scene + "/" + split) ^ splitMix64(seed, 1);
            Scene scene = drawScene(m_scene, Random(splitMix64(base, static_cast<std::uint64_t>(i) + 1)));
            // Marks that are no class of this experiment are not painted: what is seen is what is labelled.
            std::erase_if(scene.marks, [&](const Mark& mark) { return labelOf(marks, mark) < 0; });
            Entry entry;
            entry.id = i + 1;
            char name[64];
            std::snprintf(name, sizeof name, "%s_%04d.png", split.c_str(), i + 1);
            entry.fileName = name;
            entry.width = entry.height = side;
            for (const Mark& mark : scene.marks) {
                entry.annotations.push_back(
                    {++annotationId, boxOf(m_scene, mark, side), labelOf(marks, mark), -1, false});
            }
            m_catalogue.listedBoxes += static_cast<std::int64_t>(entry.annotations.size());
            m_catalogue.entries.push_back(std::move(entry));
            m_scenes.push_back(std::move(scene));
        }
        m_catalogue.usedBoxes = m_catalogue.listedBoxes;
    }

    [[nodiscard]] const Catalogue& catalogue() const override { return m_catalogue; }
    [[nodiscard]] Result<Image> image(std::size_t index) const override
    {
        return paint(m_scene, m_scenes[index], m_side);
    }

private:
    [[nodiscard]] int labelOf(const std::vector<std::string>& marks, const Mark& mark) const
    {
        const auto& classes = m_catalogue.classes;
        const auto found = std::find(classes.begin(), classes.end(), marks[static_cast<std::size_t>(mark.kind)]);
        return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
    }

    std::string m_scene;
    int m_side;
    Catalogue m_catalogue;
    std::vector<Scene> m_scenes;
};

} // namespace

std::shared_ptr<DetectionDataset> makeInspectionDataset(const std::string& scene, int images, int side,
                                                        std::uint64_t seed, const std::string& split,
                                                        const std::vector<std::string>& classes)
{
    return std::make_shared<InspectionDataset>(scene, images, side, seed, split, classes);
}

Status exportInspectionDataset(const DetectionDataset& dataset, const std::filesystem::path& folder)
{
    if (Status made = createFolder(folder); !made) {
        return made;
    }
    const Catalogue& catalogue = dataset.catalogue();
    Json root{{"info", {{"description", "Synthetic inspection set drawn by Espalier; no photographs"}}},
              {"images", Json::array()},
              {"annotations", Json::array()},
              {"categories", Json::array()}};
    for (std::size_t i = 0; i < catalogue.classes.size(); ++i) {
        root["categories"].push_back({{"id", i}, {"name", catalogue.classes[i]}});
    }
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        const Entry& entry = catalogue.entries[i];
        const auto image = dataset.image(i);
        if (!image) {
            return fail(image.error());
        }
        if (Status written = writePng(folder / entry.fileName, *image); !written) {
            return written;
        }
        root["images"].push_back(
            {{"id", entry.id}, {"file_name", entry.fileName}, {"width", entry.width}, {"height", entry.height}});
        for (const Annotation& annotation : entry.annotations) {
            const Box& box = annotation.box;
            root["annotations"].push_back({{"id", annotation.id},
                                           {"image_id", entry.id},
                                           {"category_id", annotation.label},
                                           {"bbox", {box[0], box[1], box[2] - box[0], box[3] - box[1]}},
                                           {"area", (box[2] - box[0]) * (box[3] - box[1])},
                                           {"iscrowd", 0}});
        }
    }
    return writeFileAtomically(folder / "annotations.json", jsonText(root, 1) + "\n");
}

} // namespace espalier::dataset
