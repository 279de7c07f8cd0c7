#include "core/base/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace espalier {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = (fs::temp_directory_path() / "espalier-files-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        m_folder = pattern;
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(m_folder)) {
            all.push_back(entry.path().filename().string());
        }
        return all;
    }

    fs::path m_folder;
};

TEST_F(Files, WritesAndReadsEveryByte)
{
    std::string bytes = "line\r\n";
    bytes += '\0';
    bytes += "\xff end";
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", bytes).has_value());
    EXPECT_EQ(readFile(m_folder / "a").value(), bytes);
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "").has_value());
    EXPECT_EQ(readFile(m_folder / "a").value(), "");
    EXPECT_THAT(names(), testing::ElementsAre("a")) << "nothing is left beside";
}

TEST_F(Files, AWriterThatFailsLeavesTheOldFile)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "old").has_value());
    const auto written = writeFileAtomically(m_folder / "a", [](int descriptor) -> Status {
        static_cast<void>(writeAll(descriptor, "half of the n"));
        return fail(ErrorCode::DiskFull, "no space");
    });
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(written.error().where, (m_folder / "a").string());
    EXPECT_EQ(readFile(m_folder / "a").value(), "old");
    EXPECT_THAT(names(), testing::ElementsAre("a"));
}

TEST_F(Files, TheOldFileStandsUntilTheNewOneIsWhole)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "old").has_value());
    const auto written = writeFileAtomically(m_folder / "a", [this](int descriptor) -> Status {
        EXPECT_TRUE(writeAll(descriptor, "new").has_value());
        EXPECT_EQ(readFile(m_folder / "a").value(), "old");
        return {};
    });
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(readFile(m_folder / "a").value(), "new");
}

TEST_F(Files, WritingWhereNothingCanBeIsAnError)
{
    const auto noFolder = writeFileAtomically(m_folder / "missing" / "a", "x");
    ASSERT_FALSE(noFolder.has_value());
    EXPECT_EQ(noFolder.error().code, ErrorCode::NotFound);
    ASSERT_TRUE(createFolder(m_folder / "folder" / "within").has_value());
    EXPECT_FALSE(writeFileAtomically(m_folder / "folder", "x").has_value()) << "a folder is not replaced by a file";
    EXPECT_THAT(names(), testing::ElementsAre("folder"));
}

TEST_F(Files, AFullDiskIsCalledSo)
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0) {
        GTEST_SKIP() << "no /dev/full here";
    }
    const auto written = writeAll(full, "x");
    ::close(full);
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(errorCodeOf(EDQUOT), ErrorCode::DiskFull);
}

TEST_F(Files, WhatIsNoReadableFileIsAnError)
{
    EXPECT_EQ(readFile(m_folder / "missing").error().code, ErrorCode::NotFound);
    EXPECT_EQ(readFile(m_folder).error().code, ErrorCode::Unreadable);
    EXPECT_EQ(readFile(m_folder / "missing").error().where, (m_folder / "missing").string());
}

TEST_F(Files, APipeIsRefusedWithoutWaitingForAWriter)
{
    ASSERT_EQ(::mkfifo((m_folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(readFile(m_folder / "pipe").error().code, ErrorCode::Unreadable);
}

TEST_F(Files, RefusesMoreThanTheLimit)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "12345").has_value());
    EXPECT_TRUE(readFile(m_folder / "a", 5).has_value());
    EXPECT_EQ(readFile(m_folder / "a", 4).error().code, ErrorCode::Unreadable);
}

TEST_F(Files, AFolderInTheWayOfAFolderIsFineAndAFileIsNot)
{
    EXPECT_TRUE(createFolder(m_folder).has_value());
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "x").has_value());
    EXPECT_FALSE(createFolder(m_folder / "a" / "b").has_value());
}

TEST_F(Files, OurFoldersFollowTheEnvironment)
{
    ASSERT_EQ(::setenv("XDG_DATA_HOME", m_folder.c_str(), 1), 0);
    EXPECT_EQ(dataFolder(), m_folder / "espalier");
    ASSERT_EQ(::setenv("XDG_DATA_HOME", "not/absolute", 1), 0);
    ASSERT_EQ(::setenv("HOME", "/home/somebody", 1), 0);
    EXPECT_EQ(dataFolder(), "/home/somebody/.local/share/espalier");
    ASSERT_EQ(::unsetenv("XDG_CACHE_HOME"), 0);
    EXPECT_EQ(cacheFolder(), "/home/somebody/.cache/espalier");
}

} // namespace
} // namespace espalier
