#include "unit/db/throwaway_server.hpp"

#include "db/database.hpp"
#include "db/file_lock.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

using namespace ansvar::db;
using namespace ansvar::tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path) {
    struct stat info {};
    REQUIRE(stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777;
}

/// Runs `work` in another process; what it returns is its exit code.
template <class Work>
int in_child(Work work) {
    const auto child = fork();
    if (child == 0) {
        int code = 99;
        try {
            code = work();
        } catch (const std::exception& fault) {
            std::fprintf(stderr, "%s\n", fault.what());
        }
        std::fflush(nullptr);
        _exit(code);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

void end_quickly(EmbeddedServer& server) {
    if (const int process = server.process_id()) {
        kill(process, SIGKILL);
    }
}

}  // namespace

TEST_CASE("the embedded server starts in an empty folder, keeps its data, and stops with its last user", "[embedded]") {
    const Folder folder;
    const Query make{"test/make", "CREATE TABLE kept (id INT PRIMARY KEY)"};
    const Query insert{"test/insert", "INSERT INTO kept VALUES (17)"};
    const Query read{"test/read", "SELECT id FROM kept"};
    {
        EmbeddedServer server{folder.path(), throwaway_options()};
        CHECK_FALSE(server.is_running());
        Database database{server.start()};
        CHECK(server.is_running());
        database.execute_once(make);
        database.execute_once(insert);
    }
    EmbeddedServer again{folder.path(), throwaway_options()};
    CHECK_FALSE(again.is_running());
    Database database{again.start()};
    CHECK(database.read([&](Session& session) { return session.row(read)->integer("id"); }) == 17);
    again.leave();
    CHECK_FALSE(again.is_running());
    again.leave();
    again.stop();
}

TEST_CASE("nobody else can read the embedded server's files", "[embedded]") {
    const Folder folder;
    folder.put_data();
    EmbeddedServer server{folder.path(), throwaway_options()};
    server.start();
    CHECK((mode_of(folder.path()) & ~0011U) == 0700);
    CHECK(mode_of(folder.path() / "db") == 0700);
    for (const auto& entry : fs::directory_iterator(folder.path() / "db")) {
        CAPTURE(entry.path().filename().string());
        if (entry.is_regular_file()) {
            CHECK(mode_of(entry.path()) == 0600);
        } else if (entry.is_directory()) {
            CHECK(mode_of(entry.path()) == 0700);
        }
    }
    std::ifstream configuration{folder.path() / "db" / "my.cnf"};
    const std::string text{std::istreambuf_iterator<char>{configuration}, {}};
    CHECK_THAT(text, !Catch::Contains(server.settings().password));
    end_quickly(server);
}

TEST_CASE("the embedded server lives with any folder name a school invents", "[embedded]") {
    const auto name = GENERATE(as<std::string>{}, "Kärnan och Ånäset/å ä ö", "it's \"quoted\" #1 \\ 100%",
                               std::string(60, 'a') + "/" + std::string(60, 'b'));
    const Folder folder{name};
    EmbeddedServer server{folder.path(), throwaway_options()};
    const auto settings = server.start();
    CHECK(answers(settings));
    CHECK(settings.socket.size() <= 107);
    end_quickly(server);
    if (!settings.socket.starts_with(folder.root().string())) {
        fs::remove_all(fs::path{settings.socket}.parent_path());
    }
}

TEST_CASE("a stale pid file that names somebody else's process does not fool us", "[embedded]") {
    const Folder folder;
    folder.put_data();
    EmbeddedServer server{folder.path(), throwaway_options()};
    server.start();
    end_quickly(server);
    while (server.is_running()) {
        std::this_thread::sleep_for(5ms);
    }
    std::ofstream{folder.path() / "db" / "mariadbd.pid"} << getpid() << "\n";
    CHECK_FALSE(server.is_running());
    CHECK(answers(server.start()));
    fs::remove(folder.path() / "db" / "mariadbd.pid");
    CHECK(server.is_running());
    end_quickly(server);
}

TEST_CASE("a set-up that was killed half-way begins again", "[embedded]") {
    const Folder folder;
    fs::create_directories(folder.path() / "db" / "data.new" / "mysql");
    std::ofstream{folder.path() / "db" / "data.new" / "ibdata1"} << "half of it";
    EmbeddedServer server{folder.path(), throwaway_options()};
    CHECK(answers(server.start()));
    CHECK_FALSE(fs::exists(folder.path() / "db" / "data.new"));
    end_quickly(server);
}

TEST_CASE("a server left behind by a killed process is taken over, and stopped by who took it", "[embedded]") {
    const Folder folder;
    folder.put_data();
    auto options = throwaway_options();
    options.dies_with_us = false;
    const auto killed = in_child([&] {
        EmbeddedServer server{folder.path(), options};
        server.start();
        kill(getpid(), SIGKILL);
        return 0;
    });
    CHECK(killed == 98);
    EmbeddedServer server{folder.path(), options};
    const auto left_behind = server.process_id();
    REQUIRE(left_behind != 0);
    CHECK(answers(server.start()));
    CHECK(server.process_id() == left_behind);
    server.leave();
    CHECK_FALSE(server.is_running());
}

TEST_CASE("several processes that start at once get one server, and the last one out stops it", "[embedded]") {
    const Folder folder;
    auto options = throwaway_options();
    options.dies_with_us = false;
    const auto parent = getpid();
    const auto together = in_child([&] {
        std::vector<pid_t> children;
        for (int i = 0; i < 4; ++i) {
            children.push_back(fork());
            if (children.back() == 0) {
                int code = 1;
                try {
                    EmbeddedServer server{folder.path(), options};
                    code = answers(server.start()) ? 0 : 2;
                    std::this_thread::sleep_for(std::chrono::milliseconds{100 * i});
                } catch (const std::exception& fault) {
                    std::fprintf(stderr, "%s\n", fault.what());
                }
                _exit(code);
            }
        }
        int worst = 0;
        for (const auto child : children) {
            int status = 0;
            waitpid(child, &status, 0);
            worst = std::max(worst, WEXITSTATUS(status));
        }
        return worst;
    });
    CHECK(getpid() == parent);
    CHECK(together == 0);
    EmbeddedServer server{folder.path(), options};
    CHECK_FALSE(server.is_running());
}

TEST_CASE("a joiner leaves the server to those who still use it, and finds none where none runs", "[embedded]") {
    const Folder folder;
    folder.put_data();
    EmbeddedServer owner{folder.path(), throwaway_options()};
    EmbeddedServer guest{folder.path(), throwaway_options()};
    CHECK_THROWS_AS(guest.join(), ServerFault);
    owner.start();
    const auto process = owner.process_id();
    CHECK(answers(guest.join()));
    guest.leave();
    CHECK(owner.process_id() == process);
    guest.join();
    owner.leave();
    CHECK(guest.is_running());
    guest.leave();
    CHECK_FALSE(guest.is_running());
    CHECK_THROWS_AS(guest.join(), ServerFault);
}

TEST_CASE("a lost password is replaced at the next start", "[embedded]") {
    const Folder folder;
    folder.put_data();
    EmbeddedServer server{folder.path(), throwaway_options()};
    const auto before = server.start();
    end_quickly(server);
    fs::remove(folder.path() / "db" / "password");
    const auto after = server.start();
    CHECK(answers(after));
    CHECK(after.password != before.password);
    CHECK_FALSE(answers(before));
    end_quickly(server);
}

TEST_CASE("a server that cannot start says why", "[embedded]") {
    const Folder folder;
    folder.put_data();
    auto options = throwaway_options();
    options.extra.push_back("no-such-option=1");
    EmbeddedServer server{folder.path(), options};
    CHECK_THROWS_WITH(server.start(), Catch::Contains("no-such-option"));
    CHECK_FALSE(server.is_running());
}

TEST_CASE("root hands the server to a lesser user where that user can reach it, and keeps it where not", "[embedded]") {
    if (geteuid() != 0) {
        return;
    }
    auto options = throwaway_options();
    options.account = "nobody";
    const auto owner_of_server = [](EmbeddedServer& server) {
        struct stat info {};
        REQUIRE(stat(("/proc/" + std::to_string(server.process_id())).c_str(), &info) == 0);
        return info.st_uid;
    };
    const Folder folder;
    SECTION("reachable") {
        fs::permissions(folder.root(), fs::perms::others_exec, fs::perm_options::add);
        EmbeddedServer server{folder.path(), options};
        CHECK(answers(server.start()));
        CHECK(owner_of_server(server) != 0);
        CHECK(mode_of(folder.path()) == 0711);
        CHECK(mode_of(folder.path() / "db") == 0700);
        end_quickly(server);
    }
    SECTION("out of reach") {
        EmbeddedServer server{folder.path(), options};
        CHECK(answers(server.start()));
        CHECK(owner_of_server(server) == 0);
        CHECK(mode_of(folder.path()) == 0700);
        end_quickly(server);
    }
}

TEST_CASE("a lesser user runs the whole of it in a folder of their own, with or without a name", "[embedded]") {
    if (geteuid() != 0) {
        return;
    }
    const auto user = GENERATE(as<uid_t>{}, 65534, 54321);
    const Folder folder;
    REQUIRE(chown(folder.root().c_str(), user, user) == 0);
    CHECK(in_child([&] {
              if (setgid(user) != 0 || setuid(user) != 0) {
                  return 1;
              }
              auto options = throwaway_options();
              EmbeddedServer server{folder.path(), options};
              return answers(server.start()) ? 0 : 2;
          }) == 0);
}

TEST_CASE("a server that is looked after comes back when it dies, and stays away when we leave", "[embedded]") {
    const Folder folder;
    folder.put_data();
    auto options = throwaway_options();
    options.dies_with_us = false;  // the thread that starts it again is not this one
    EmbeddedServer server{folder.path(), options};
    const auto settings = server.start();
    server.keep_running();
    const auto first = server.process_id();
    kill(first, SIGKILL);
    for (int i = 0; i < 1000 && (server.process_id() == first || !answers(settings)); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    CHECK(server.process_id() != first);
    CHECK(answers(settings));
    server.leave();
    std::this_thread::sleep_for(300ms);
    CHECK_FALSE(server.is_running());
}
