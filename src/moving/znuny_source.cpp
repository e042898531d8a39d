#include "moving/znuny_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "core/text.hpp"
#include "moving/foreign_file.hpp"
#include "queries/znuny.hpp"
#include "tickets/attachments.hpp"

namespace ansvar::moving {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t page_size = 100;
constexpr std::int64_t nobody = 1;  // Znuny's own account root@localhost, the owner of what nobody has

std::string text(const db::Row& row, std::string_view column) { return row.optional_text(column).value_or(""); }

/// By the type of a state, since a school names its states itself.
tickets::State state_of(const std::string& type, const std::string& where, const TellFault& tell) {
    using tickets::State;
    static const std::map<std::string, State> states{{"new", State::New},
                                                     {"open", State::InProgress},
                                                     {"pending reminder", State::WaitingOther},
                                                     {"pending auto", State::WaitingRequester},
                                                     {"closed", State::Closed},
                                                     {"merged", State::Closed},
                                                     {"removed", State::Rejected}};
    const auto found = states.find(type);
    if (found == states.end()) {
        tell(where, "unknown type of state, taken as in progress: " + type);
        return State::InProgress;
    }
    return found->second;
}

/// The same text once more as HTML, which Znuny keeps beside it as a file.
bool is_body(const std::string& name) { return name == "file-1" || name == "file-2" || name == "file-1.html" || name == "file-2.html"; }

/// What Znuny keeps of a file beside it, and the mail as it came.
bool is_beside(const std::string& name) {
    constexpr std::array<std::string_view, 4> endings{".content_alternative", ".content_id", ".content_type", ".disposition"};
    return name == "plain.txt" || std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

ForeignPerson person_of(const std::string& from) {
    const auto open = from.rfind('<'), close = from.rfind('>');
    if (open == std::string::npos || close == std::string::npos || close < open) {
        return {.name = "", .address = std::string{trim(from)}};
    }
    auto name = trim(std::string_view{from}.substr(0, open));
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
        name = name.substr(1, name.size() - 2);
    }
    return {.name = std::string{name}, .address = from.substr(open + 1, close - open - 1)};
}

void ZnunySource::each(const std::function<void(const ForeignTicket&)>& take, const TellFault& tell) {
    for (std::int64_t after = 0;;) {
        const auto page = database_.read(
            [&](db::Session& session) { return session.rows(queries::znuny::select_tickets, {{"after_id", after}, {"page_size", page_size}}); });
        for (const auto& row : page) {
            take(read(row, tell));
            after = row.integer("id");
        }
        if (page.empty()) {
            break;
        }
    }
    if (files_seen_ == 0 && files_.empty()) {
        tell("article_data_mime_attachment", "no files at all: if they are in the folder var/article, --files has to say where it is");
    }
}

ForeignTicket ZnunySource::read(const db::Row& row, const TellFault& tell) {
    const auto id = row.integer("id");
    ForeignTicket ticket{.id = std::to_string(id), .where = fmt::format("ticket {} ({})", id, text(row, "tn"))};
    ticket.subject = text(row, "title");
    ticket.queue = text(row, "queue");
    const auto customer = text(row, "customer"), address = text(row, "customer_address");
    ticket.requester = {text(row, "customer_name"), address.empty() ? customer : address};
    if (row.integer("owner") != nobody) {
        ticket.assignee = {text(row, "owner_name"), text(row, "owner_address")};
    }
    ticket.state = state_of(text(row, "state_type"), ticket.where, tell);
    ticket.opened = time_of(text(row, "created"), zone_);
    ticket.done = time_of(text(row, "state_since"), zone_);
    std::vector<std::string> faults;
    database_.read([&](db::Session& session) {
        ticket.messages.clear();
        faults.clear();
        read_articles(session, id, ticket, [&](const std::string&, const std::string& what) { faults.push_back(what); });
        read_files(session, id, ticket);
    });
    for (const auto& what : faults) {
        tell(ticket.where, what);
    }
    const auto first = std::find_if(ticket.messages.begin(), ticket.messages.end(), [](const ForeignMessage& each) { return !each.by_staff; });
    if (ticket.requester.address.empty() && first != ticket.messages.end()) {
        ticket.requester = first->author;
    }
    return ticket;
}

void ZnunySource::read_articles(db::Session& session, std::int64_t id, ForeignTicket& ticket, const TellFault& tell) {
    for (const auto& article : session.rows(queries::znuny::select_articles, {{"ticket_id", id}})) {
        ForeignMessage message{.id = std::to_string(article.integer("id"))};
        if (!article.optional_text("mime_id")) {
            tell(ticket.where, fmt::format("article {} left out: it is no mail, call or note", message.id));
            continue;
        }
        const auto sender = text(article, "sender");
        message.by_staff = sender != "customer";
        message.is_note = message.by_staff && article.integer("is_visible") == 0;
        message.author = sender == "agent" ? ForeignPerson{text(article, "user_name"), text(article, "user_address")} : person_of(text(article, "a_from"));
        message.is_html = text(article, "a_content_type").starts_with("text/html");
        message.at = time_of(text(article, "created"), zone_);
        message.body = text(article, "a_body");
        read_folder(text(article, "content_path"), message);
        ticket.messages.push_back(std::move(message));
    }
}

void ZnunySource::read_files(db::Session& session, std::int64_t id, ForeignTicket& ticket) {
    for (const auto& row : session.rows(queries::znuny::select_files, {{"ticket_id", id}})) {
        ++files_seen_;
        const auto article = std::to_string(row.integer("article_id"));
        const auto of = std::find_if(ticket.messages.begin(), ticket.messages.end(), [&](const ForeignMessage& each) { return each.id == article; });
        ForeignFile file{.name = text(row, "filename"), .size = row.unsigned_integer("size")};
        if (of == ticket.messages.end() || (is_body(file.name) && text(row, "content_type").starts_with("text/html"))) {
            continue;
        }
        if (file.size <= tickets::attachments::max_file_bytes) {
            file.bytes = text(session.row(queries::znuny::select_content, {{"id", row.integer("id")}}).value(), "content");
        }
        of->files.push_back(std::move(file));
    }
}

void ZnunySource::read_folder(const std::string& path, ForeignMessage& message) const {
    const auto folder = fs::path{path} / message.id;
    std::error_code fault;
    if (files_.empty() || path.empty()) {
        return;
    }
    if (leads_out(files_, folder)) {  // before it is looked into: not even the names there are told
        message.files.push_back({.name = folder.string(), .size = 0, .bytes = "", .fault = "its path leads out of the folder"});
        return;
    }
    if (!fs::is_directory(files_ / folder, fault)) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{files_ / folder, fault}) {
        const auto name = entry.path().filename().string();
        if (!is_beside(name) && !is_body(name)) {
            names.push_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        message.files.push_back(read_foreign_file(files_, folder / name, name));
    }
}

}  // namespace ansvar::moving
