#include <catch2/catch.hpp>

#include "mail/maildir.hpp"
#include "support/temporary_folder.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <system_error>
#include <thread>

using namespace ansvar::mail;
using ansvar::tests::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

/// What a round brought: the mails' texts in order.
std::vector<std::string> take_all(Mailbox& mailbox, bool answer = true, std::size_t most = 100) {
    std::vector<std::string> mails;
    mailbox.fetch(most, [&](const Fetched& mail) {
        mails.push_back(mail.raw);
        return answer;
    });
    return mails;
}

std::size_t count_files(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

void write(const fs::path& path, const std::string& text) { std::ofstream{path, std::ios::binary} << text; }

std::string text_of_only_file(const fs::path& folder) {
    REQUIRE(count_files(folder) == 1);
    std::ifstream in{fs::directory_iterator{folder}->path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

mode_t mode_of(const fs::path& path) {
    struct stat about {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777U;
}

const std::string hello{"Subject: x\n\nHej\r\n\0.\n", 20};

}  // namespace

TEST_CASE("what is delivered into a maildir is taken from it byte for byte, oldest first, and kept as handled", "[mail][mailbox]") {
    const TemporaryFolder home;
    const auto folder = home.path() / "in" / "post";
    deliver(folder, hello);
    CHECK(mode_of(folder) == 0700U);
    CHECK(mode_of(folder / "new") == 0700U);
    CHECK(count_files(folder / "tmp") == 0);
    CHECK(mode_of(fs::directory_iterator{folder / "new"}->path()) == 0600U);
    for (const std::string text : {"second", "third"}) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
        deliver(folder, text);
    }
    Maildir maildir{folder};
    CHECK(maildir.description() == "maildir " + folder.string());
    CHECK(take_all(maildir, true, 2) == std::vector<std::string>{hello, "second"});
    CHECK(count_files(folder / ".Handled" / "cur") == 2);
    CHECK(take_all(maildir, false) == std::vector<std::string>{"third"});
    CHECK(text_of_only_file(folder / ".Failed" / "cur") == "third");
    CHECK(take_all(maildir).empty());
    CHECK(fs::exists(folder / ".Failed" / "maildirfolder"));
    CHECK(mode_of(folder / ".Failed") == 0700U);
}

TEST_CASE("a mail whose taking throws stays in the maildir, and comes again", "[mail][mailbox]") {
    const TemporaryFolder home;
    deliver(home.path(), "first");
    Maildir maildir{home.path()};
    CHECK_THROWS_AS(maildir.fetch(10, [](const Fetched&) -> bool { throw std::range_error("the database is away"); }), std::range_error);
    CHECK(take_all(maildir) == std::vector<std::string>{"first"});
}

TEST_CASE("a maildir gives ordinary files alone: no dotfiles, links, folders or pipes", "[mail][mailbox]") {
    const TemporaryFolder home;
    Maildir maildir{home.path()};
    const auto fresh = home.path() / "new";
    write(home.path() / "secret", "secret");
    write(fresh / ".hidden", "hidden");
    fs::create_symlink(home.path() / "secret", fresh / "link");
    fs::create_directory(fresh / "folder");
    REQUIRE(::mkfifo((fresh / "pipe").c_str(), 0600) == 0);
    write(fresh / "mail", "mail");
    write(home.path() / "cur" / "left:2,RS", "left over");
    CHECK(take_all(maildir).size() == 2);
    CHECK(take_all(maildir).empty());
    CHECK(count_files(home.path() / ".Handled" / "cur") == 2);
    CHECK(fs::exists(home.path() / "secret"));
}

TEST_CASE("two mails of one file name are both kept", "[mail][mailbox]") {
    const TemporaryFolder home;
    Maildir maildir{home.path()};
    for (const std::string text : {"one", "two"}) {
        write(home.path() / "new" / "mail.eml", text);
        CHECK(take_all(maildir) == std::vector<std::string>{text});
    }
    CHECK(count_files(home.path() / ".Handled" / "cur") == 2);
}

TEST_CASE("a mail above the limit is not read, but its size is told", "[mail][mailbox]") {
    const TemporaryFolder home;
    deliver(home.path(), std::string(1001, 'x'));
    Maildir maildir{home.path(), 1000};
    CHECK(maildir.fetch(10, [](const Fetched& mail) {
        CHECK(mail.raw.empty());
        CHECK(mail.bytes == 1001);
        return false;
    }) == 1);
    deliver(home.path(), std::string(1000, 'x'));
    CHECK(take_all(maildir) == std::vector<std::string>{std::string(1000, 'x')});
}

TEST_CASE("a mail that another instance took meanwhile is passed over", "[mail][mailbox]") {
    const TemporaryFolder home;
    deliver(home.path(), "first");
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
    deliver(home.path(), "second");
    Maildir here{home.path()};
    Maildir there{home.path()};
    std::size_t taken_there = 0;
    const auto taken_here = here.fetch(10, [&](const Fetched&) {
        taken_there = take_all(there).size();
        return true;
    });
    CHECK(taken_there == 2);
    CHECK(taken_here == 1);
    CHECK(count_files(home.path() / ".Handled" / "cur") == 2);
}

TEST_CASE("a mail that cannot be moved stays and is told of, and the others are taken", "[mail][mailbox]") {
    const TemporaryFolder home;
    deliver(home.path(), "first");
    deliver(home.path(), "second");
    Maildir maildir{home.path()};
    fs::remove_all(home.path() / ".Failed");
    write(home.path() / ".Failed", "in the way");
    std::size_t seen = 0;
    CHECK_THROWS_AS(maildir.fetch(10, [&](const Fetched&) { return ++seen != 1; }), MailboxFault);
    CHECK(seen == 2);
    CHECK(count_files(home.path() / "new") == 1);
    CHECK(count_files(home.path() / ".Handled" / "cur") == 1);
}

TEST_CASE("a maildir that is gone is a fault of the mailbox", "[mail][mailbox]") {
    const TemporaryFolder home;
    Maildir maildir{home.path() / "in"};
    fs::remove_all(home.path() / "in");
    CHECK_THROWS_AS(take_all(maildir), MailboxFault);
    write(home.path() / "file", "");
    CHECK_THROWS_AS(Maildir{home.path() / "file"}, fs::filesystem_error);
}

TEST_CASE("a disk that is full while a mail is delivered leaves no half mail", "[mail][mailbox]") {
    const TemporaryFolder home;
    deliver(home.path(), "whole");
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto former = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::string said;
    try {
        deliver(home.path(), std::string(100'000, 'x'));
    } catch (const std::system_error& fault) {
        said = fault.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, former);
    CHECK(said == "the mail cannot be laid into the maildir: File too large");
    CHECK(count_files(home.path() / "tmp") == 0);
    CHECK(text_of_only_file(home.path() / "new") == "whole");
}

TEST_CASE("a hundred mails delivered at once are a hundred files", "[mail][mailbox]") {
    const TemporaryFolder home;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 10; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                deliver(home.path(), "mail");
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    Maildir maildir{home.path()};
    CHECK(take_all(maildir).size() == 100);
}
