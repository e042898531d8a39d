#include <catch2/catch.hpp>

#include "mail/folder_transport.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

using namespace ansvar;
using namespace ansvar::mail;

namespace {

Parcel parcel(const std::string& message = "Subject: x\r\n\r\nHej\r\n") {
    return {LetterId{42},
            LetterKind::Receipt,
            *from_rfc3339("2026-11-21T10:15:00Z"),
            *MailAddress::parse("ansvar@skola.example"),
            *MailAddress::parse("asa@skola.example"),
            message};
}

std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        names.push_back(entry.path().filename());
    }
    return names;
}

}  // namespace

TEST_CASE("the folder gets one file for each letter, for its owner's eyes", "[mail]") {
    const tests::TemporaryFolder home;
    const auto folder = home.path() / "mail";
    FolderTransport transport{folder};
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    CHECK(transport.send(parcel("again\r\n")).outcome == Outcome::Sent);
    REQUIRE(files_in(folder) == std::vector<std::string>{"20261121T101500Z-000042-receipt.eml"});

    const auto file = folder / "20261121T101500Z-000042-receipt.eml";
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0600U);
    REQUIRE(::stat(folder.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0700U);
    std::ifstream in{file, std::ios::binary};
    CHECK(std::string{std::istreambuf_iterator<char>{in}, {}} == "again\r\n");
}

TEST_CASE("a folder that is gone puts letters off and leaves nothing half-done", "[mail]") {
    const tests::TemporaryFolder home;
    FolderTransport transport{home.path() / "mail"};
    std::filesystem::remove(home.path() / "mail");
    const auto delivery = transport.send(parcel());
    CHECK(delivery.outcome == Outcome::Later);
    CHECK(delivery.reply.find("No such file") != std::string::npos);
    CHECK(files_in(home.path()).empty());
}
