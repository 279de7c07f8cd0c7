// Files that are no store, or not one for us.
#include "core/base/files.h"
#include "tests/unit/store/store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>

#include <fstream>

namespace espalier::store {
namespace {

class StoreFileTest : public StoreTest {
protected:
    void expectRefused(ErrorCode code, const std::string& saying) const
    {
        const auto store = Store::open(path());
        ASSERT_FALSE(store);
        EXPECT_EQ(store.error().code, code) << describe(store.error());
        EXPECT_NE(store.error().message.find(saying), std::string::npos) << store.error().message;
        EXPECT_EQ(store.error().where, path().string());
    }
};

TEST_F(StoreFileTest, MakesItsFolder)
{
    const auto deep = m_folder / "a" / "b" / "runs.db";
    const auto store = Store::open(deep);
    ASSERT_TRUE(store) << describe(store.error());
    EXPECT_TRUE(std::filesystem::is_regular_file(deep));
}

TEST_F(StoreFileTest, RefusesANewerSchemaAndLeavesItAlone)
{
    (void)open()->createRun(newRun());
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    const std::string before = readFile(path()).value();
    expectRefused(ErrorCode::Unsupported, "newer Espalier (schema 99");
    EXPECT_EQ(readFile(path()).value(), before);
}

TEST_F(StoreFileTest, RefusesAFileThatIsNoDatabase)
{
    const std::string text(10000, 'x');
    ASSERT_TRUE(writeFileAtomically(path(), text));
    expectRefused(ErrorCode::Unreadable, "is no store");
    EXPECT_EQ(readFile(path()).value(), text);
}

TEST_F(StoreFileTest, RefusesTheDatabaseOfAnotherProgram)
{
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE songs (title)");
    const std::string before = readFile(path()).value();
    expectRefused(ErrorCode::Unreadable, "another program");
    EXPECT_EQ(readFile(path()).value(), before);
}

TEST_F(StoreFileTest, RefusesAFolder)
{
    std::filesystem::create_directory(path());
    const auto store = Store::open(path());
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().where, path().string());
}

TEST_F(StoreFileTest, SaysThatAFileIsDamaged)
{
    (void)recorded({run::Started{}, stepDone(1, 1), stepDone(2, 1)}, outcome(run::RunState::Finished));
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("PRAGMA wal_checkpoint(TRUNCATE)");
    {
        // All but the first page, which names the tables.
        const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path()));
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        file << std::string(static_cast<std::size_t>(size - 4096), '\xff');
    }
    const auto store = Store::open(path());
    const auto runs = store ? (*store)->runs() : Result<std::vector<RunSummary>>(fail(store.error()));
    ASSERT_FALSE(runs);
    EXPECT_EQ(runs.error().code, ErrorCode::Unreadable) << describe(runs.error());
    EXPECT_EQ(runs.error().where, path().string());
}

TEST_F(StoreFileTest, SixProcessesMakeItAtOnce)
{
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto store = Store::open(path());
            ::_exit(store && (*store)->createRun(newRun()) ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(open()->runs().value().size(), 6U);
}

} // namespace
} // namespace espalier::store
