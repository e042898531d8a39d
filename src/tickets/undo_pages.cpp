#include "tickets/undo_pages.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/sign_in.hpp"
#include "tickets/page_services.hpp"
#include "tickets/undo.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// How many tickets a press took back, from the address it led to; 0 when it says nothing of it.
std::int64_t number_of(const web::Request& request, std::string_view name) {
    return whole_number<std::uint16_t>(request.query(name).value_or("")).value_or(0);
}

/// The page as it was asked for, without what the address says of one change.
std::string here(const web::Request& request) {
    constexpr std::array<std::string_view, 5> of_one_change{"undo", "undone", "late", "files", "left"};
    std::string query;
    for (const auto& [name, value] : request.query_pairs()) {
        if (std::find(of_one_change.begin(), of_one_change.end(), name) == of_one_change.end()) {
            query += (query.empty() ? "?" : "&") + percent_encode(name) + "=" + percent_encode(value);
        }
    }
    return request.path() + query;
}

json told(const web::Request& request, const web::Texts& texts) {
    const auto line = [&](std::string_view key, std::int64_t count) { return texts.format(request.language(), key, {{"count", count}}); };
    auto lines = json::array();
    if (const auto undone = number_of(request, "undone"); undone > 0) {
        lines.push_back({{"text", line("undo.done", undone)}});
    }
    if (const auto files = number_of(request, "files"); files > 0) {
        lines.push_back({{"text", line("undo.files", files)}});
    }
    if (const auto late = number_of(request, "late"); late > 0) {
        lines.push_back({{"text", line("undo.too_late", late)}});
    }
    if (lines.empty() && request.query("undone")) {
        lines.push_back({{"text", texts.text(request.language(), "undo.nothing")}});
    }
    return lines.empty() ? json(false) : json{{"button", false}, {"lines", std::move(lines)}};
}

class UndoPages {
public:
    explicit UndoPages(PageServices services) : services_(std::move(services)) {}

    web::Response undo(const web::Request& request) const {
        const auto taken = services_.desk.undo(request.form().value("token"), reader(request));
        const auto back = identity::own_path(request.form().value("back"));
        return web::Response::see_other(back + (back.find('?') == std::string::npos ? "?" : "&") + "undone=" + std::to_string(taken.undone.size()) +
                                        "&late=" + std::to_string(taken.too_late.size()) + (taken.files > 0 ? "&files=" + std::to_string(taken.files) : ""));
    }

private:
    PageServices services_;
};

}  // namespace

nlohmann::json undo_bar(db::Session& session, const web::Request& request, const identity::Person& person, const web::Texts& texts, Timestamp now) {
    const auto token = request.query("undo").value_or("");
    if (token.empty()) {
        return told(request, texts);
    }
    const auto open = undo_store::find(session, token, person.id, now);
    if (!open) {
        return false;
    }
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(open->until - now).count();
    const auto text = texts.format(request.language(), "undo.bar", {{"count", open->tickets}, {"seconds", std::to_string(seconds)}});
    return {{"button", {{"token", token}, {"back", here(request)}, {"seconds", seconds}}}, {"lines", json::array({json{{"text", text}}})}};
}

nlohmann::json left_said(const web::Request& request, const web::Texts& texts) {
    std::vector<std::string> numbers;
    for (const auto part : split(request.query("left").value_or(""), ',')) {
        if (const auto id = id_from<TicketId>(part); id && numbers.size() < 100) {
            numbers.push_back(id->text());
        }
    }
    if (numbers.empty()) {
        return json::array();
    }
    return json::array({{{"text", texts.format(request.language(), "queue.left", {{"count", static_cast<std::int64_t>(numbers.size())}, {"numbers", join(numbers, ", ")}})}}});
}

std::vector<web::Route> undo_routes(const PageServices& services) {
    const auto pages = std::make_shared<UndoPages>(services);
    return {{web::Method::Post, "/undo", {web::Audience::SignedIn, web::Via::Page}, [pages](const web::Request& request) { return pages->undo(request); }}};
}

}  // namespace ansvar::tickets
