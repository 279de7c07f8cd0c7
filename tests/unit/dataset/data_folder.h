// A folder of its own for each test, and small pictures in it.
#pragma once

#include "core/base/files.h"
#include "core/dataset/formats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace espalier::dataset {

class DataFolder : public testing::Test {
protected:
    void SetUp() override
    {
        const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
        m_outside = std::filesystem::path(testing::TempDir()) /
                    (std::string("espalier_") + info->test_suite_name() + "_" + info->name());
        std::filesystem::remove_all(m_outside);
        m_folder = m_outside / "set";
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_outside); }

    /// A picture of 40×30 in one shade; pictures of one shade are the same to the byte.
    void picture(const std::filesystem::path& name, int shade = 90) { picture(name, shade, 40, 30); }
    void picture(const std::filesystem::path& name, int shade, int width, int height)
    {
        Image image{width, height, {}};
        image.pixels.assign(static_cast<std::size_t>(width * height) * 3, static_cast<std::uint8_t>(shade));
        std::filesystem::create_directories((m_folder / name).parent_path());
        ASSERT_TRUE(writePng(m_folder / name, image));
    }
    void text(const std::filesystem::path& name, const std::string& content)
    {
        std::filesystem::create_directories((m_folder / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(m_folder / name, content));
    }

    static std::int64_t countOf(const Catalogue& catalogue, Defect::Kind kind)
    {
        return std::count_if(catalogue.defects.begin(), catalogue.defects.end(),
                             [&](const Defect& defect) { return defect.kind == kind; });
    }
    static const Entry* entryOf(const Catalogue& catalogue, const std::string& fileName)
    {
        const auto found = std::find_if(catalogue.entries.begin(), catalogue.entries.end(),
                                        [&](const Entry& entry) { return entry.fileName == fileName; });
        return found == catalogue.entries.end() ? nullptr : &*found;
    }

    std::filesystem::path m_outside; ///< what no reader may open
    std::filesystem::path m_folder;
};

/// A folder of real data beside the repository; empty when it is not there.
inline std::filesystem::path realData(const std::string& name)
{
    const std::filesystem::path folder = std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/data" / name;
    std::error_code error;
    return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path();
}

} // namespace espalier::dataset
