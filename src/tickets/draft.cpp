#include "tickets/draft.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "tickets/quoted_text.hpp"
#include "web/json_fields.hpp"

namespace ansvar::tickets {

namespace {

std::optional<web::FieldError> fault_of(std::string_view pointer, TextFault fault, std::size_t limit) {
    switch (fault) {
        case TextFault::None: return {};
        case TextFault::TooLong: return field_fault(pointer, "too-long", {{"limit", limit}});
        default: return field_fault(pointer, "bad-characters");
    }
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    constexpr std::string_view separators = " ,;\t\r\n";
    while (true) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos) {
            return words;
        }
        const auto end = std::min(text.find_first_of(separators, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        text.remove_prefix(end);
    }
}

}  // namespace

std::string tidy_line(const std::string& text) { return is_utf8(text) ? nfc(trim(text)) : text; }

web::FieldError field_fault(std::string_view pointer, std::string_view code, web::Arguments arguments) {
    return web::field_fault(pointer, code, std::move(arguments));
}

std::optional<web::FieldError> line_fault(std::string_view pointer, std::string_view text, std::size_t limit) {
    return fault_of(pointer, check_line(text, limit), limit);
}

std::optional<web::FieldError> block_fault(std::string_view pointer, std::string_view text, std::size_t limit) {
    return fault_of(pointer, check_block(text, limit), limit);
}

std::string subject_from(std::string_view body) {
    constexpr std::size_t limit = 80;
    auto line = trim(body);
    line = trim(line.substr(0, line.find('\n')));
    if (count_characters(line) <= limit) {
        return std::string{line};
    }
    auto cut = shorten(line, limit);
    const auto space = cut.rfind(' ');
    return space == std::string::npos || space < cut.size() / 2 ? cut : cut.substr(0, space) + "…";
}

std::string tidy_block(const std::string& text) { return is_utf8(text) ? nfc(trim(unix_line_ends(text))) : text; }

Draft Draft::tidied() const {
    Draft tidy = *this;
    tidy.body = tidy_block(body);
    tidy.subject = tidy_line(subject);
    tidy.room = tidy_line(room);
    tidy.phone = tidy_line(phone);
    tidy.requester = tidy_line(requester);
    tidy.copies = tidy_line(copies);
    if (tidy.subject.empty() && is_utf8(tidy.body)) {
        tidy.subject = subject_from(tidy.body);
    }
    if (tidy.area && trim(*tidy.area).empty()) {
        tidy.area.reset();
    }
    return tidy;
}

std::vector<web::FieldError> Draft::faults() const {
    std::vector<web::FieldError> faults;
    const auto add = [&](std::optional<web::FieldError> fault) {
        if (fault) {
            faults.push_back(std::move(*fault));
        }
    };
    if (body.empty()) {
        faults.push_back(field_fault("/body", "required"));
    }
    add(block_fault("/body", body, max_body));
    add(line_fault("/subject", subject, max_subject));
    add(line_fault("/room", room, max_room));
    add(line_fault("/phone", phone, max_phone));
    if (!requester.empty() && !MailAddress::parse(requester)) {
        faults.push_back(field_fault("/requester", "not-an-address"));
    }
    const auto addresses = words_of(copies);
    if (addresses.size() > max_copies) {
        faults.push_back(field_fault("/copies", "too-many", {{"limit", max_copies}}));
    } else if (!std::all_of(addresses.begin(), addresses.end(), [](auto word) { return MailAddress::parse(word).has_value(); })) {
        faults.push_back(field_fault("/copies", "not-an-address"));
    }
    return faults;
}

std::vector<MailAddress> Draft::copy_addresses() const {
    std::vector<MailAddress> addresses;
    for (const auto word : words_of(copies)) {
        if (auto address = MailAddress::parse(word); address && std::find(addresses.begin(), addresses.end(), *address) == addresses.end()) {
            addresses.push_back(std::move(*address));
        }
    }
    return addresses;
}

routing::Request Draft::request() const {
    auto own = without_quote(body).first;
    return {.subject = subject == subject_from(body) ? std::string{} : subject, .body = own.empty() ? body : std::move(own), .area = area};
}

nlohmann::json Draft::to_json() const {
    return {{"subject", subject}, {"body", body}, {"area", area ? nlohmann::json(*area) : nlohmann::json()}, {"no_area_fits", no_area_fits}, {"confidential", confidential},
            {"room", room}, {"phone", phone}, {"channel", name(channel)}, {"requester", requester}, {"copies", copies}, {"files", files}};
}

Draft Draft::from_json(const nlohmann::json& json) {
    Draft draft;
    draft.subject = json.at("subject").get<std::string>();
    draft.body = json.at("body").get<std::string>();
    if (!json.at("area").is_null()) {
        draft.area = json.at("area").get<std::string>();
    }
    draft.no_area_fits = json.at("no_area_fits").get<bool>();
    draft.confidential = json.value("confidential", false);  // drafts kept by earlier versions lack it
    draft.room = json.at("room").get<std::string>();
    draft.phone = json.at("phone").get<std::string>();
    draft.channel = channel_from(json.at("channel").get<std::string>()).value_or(Channel::Web);
    draft.requester = json.at("requester").get<std::string>();
    draft.copies = json.at("copies").get<std::string>();
    draft.files = json.at("files").get<std::vector<std::string>>();
    return draft;
}

}  // namespace ansvar::tickets
