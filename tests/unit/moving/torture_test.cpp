// Strings, mails and CSV that others have collected to break programs, as if another helpdesk had them. Beside the repository, and absent
// in a clean clone.
#include <nlohmann/json.hpp>

#include <sstream>

#include "core/text.hpp"
#include "moving/cleaned.hpp"
#include "moving/csv_source.hpp"
#include "moving_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{ANSVAR_SOURCE_DIR} / "../shared/corpora";

std::string bytes_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Twenty texts a ticket; each is its message's text, its author's name and its file's name, and the first is the subject.
class Collected final : public moving::Source {
public:
    explicit Collected(std::vector<std::string> texts) : texts_(std::move(texts)) {}

    void each(const std::function<void(const moving::ForeignTicket&)>& take, const moving::TellFault&) override {
        constexpr std::size_t per_ticket = 20;
        for (std::size_t from = 0; from < texts_.size(); from += per_ticket) {
            moving::ForeignTicket ticket{.id = std::to_string(from), .where = "ticket " + std::to_string(from), .subject = texts_[from]};
            ticket.requester = {texts_[from], "anna@skola.example"};
            ticket.queue = texts_[from];
            ticket.opened = moving::time_of("2024-05-06 09:00", moving::Zone::Utc);
            for (auto at = from; at < std::min(from + per_ticket, texts_.size()); ++at) {
                moving::ForeignMessage message{.id = std::to_string(at), .author = {texts_[at], texts_[at]}, .is_note = at % 3 == 2};
                message.at = *ticket.opened + std::chrono::minutes{at - from};
                message.body = texts_[at];
                message.files.push_back({.name = texts_[at], .size = 1, .bytes = "x"});
                ticket.messages.push_back(std::move(message));
            }
            take(ticket);
        }
    }

private:
    std::vector<std::string> texts_;
};

}  // namespace

TEST_CASE("strings and mails that break programs come along whole, or the report says what did not", "[moving]") {
    if (!fs::exists(corpora)) {
        WARN("the corpora are not beside the repository");
        return;
    }
    std::vector<std::string> texts;
    for (const auto& text : nlohmann::json::parse(bytes_of(corpora / "strings" / "blns.json"))) {
        texts.push_back(text.get<std::string>());
    }
    const auto mails = files_in(corpora / "mail");
    for (std::size_t at = 0; at < mails.size(); at += std::max<std::size_t>(1, mails.size() / 100)) {
        texts.push_back(bytes_of(mails[at]).substr(0, 90'000));
    }
    REQUIRE(texts.size() > 500);
    MovingSchool school;
    Collected source{texts};
    const auto report = school.bring(source, {.name = "collected", .fallback = "ITS"});
    CHECK(report.left == 0);
    CHECK(report.messages == texts.size());
    std::string all;
    for (const auto id : school.all()) {
        for (const auto& line : school.conversation(id)) {
            CHECK(is_utf8(line));
            all += line + "\n";
        }
        CHECK(check_line(school.ticket(id).subject, 200) == TextFault::None);
    }
    for (const auto& text : texts) {
        CAPTURE(text);
        CHECK(all.find(moving::clean_block(text).text) != std::string::npos);
    }
    const auto left_out = std::count_if(report.faults.begin(), report.faults.end(), [](const std::string& each) { return each.find("left out") != std::string::npos; });
    CHECK(report.files + static_cast<std::uint64_t>(left_out) == texts.size());
    CHECK(school.bring(source, {.name = "collected", .fallback = "ITS"}).messages == 0);
}

TEST_CASE("CSV that others have collected is read or refused with a sentence", "[moving]") {
    if (!fs::exists(corpora)) {
        WARN("the corpora are not beside the repository");
        return;
    }
    TemporaryFolder folder;
    std::size_t refused = 0;
    for (const auto& file : files_in(corpora / "csv")) {
        CAPTURE(file.string());
        put(folder.path() / "tickets.csv", "id,subject,requester,opened\n" + bytes_of(file));
        put(folder.path() / "messages.csv", "id,ticket,at,kind,body\n1,1,2024-05-06 09:00,message," + bytes_of(file));
        moving::CsvSource source{folder.path(), moving::Zone::Stockholm};
        try {
            source.each([](const moving::ForeignTicket&) {}, [](const std::string& where, const std::string& what) { CHECK(is_utf8(where + what)); });
        } catch (const std::runtime_error& fault) {
            CHECK(std::string{fault.what()}.find(".csv: ") != std::string::npos);
            ++refused;
        }
    }
    CHECK(refused > 0);
}
