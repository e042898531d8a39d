#include "mail/letter_words.hpp"

#include "core/text.hpp"
#include "mail/letter.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace ansvar::mail {

namespace {

using nlohmann::json;

constexpr std::size_t longest_line = 200;    ///< characters of a subject or a heading
constexpr std::size_t longest_body = 5'000;  ///< characters
constexpr std::array<std::string_view, 7> blocks{"link", "facts", "message", "survey", "problem", "tickets", "figures"};
constexpr std::array<std::string_view, 21> all_fields{"number", "subject", "school",  "author", "who",    "requester", "why",     "other",   "reference", "closes", "heading",
                                                      "intro",  "standing", "link",  "facts",  "message",   "survey", "problem", "tickets", "figures", "week"};

bool is_block(std::string_view field) { return std::find(blocks.begin(), blocks.end(), field) != blocks.end(); }

bool is_about_nothing_else(const std::string& folder) { return folder == "confidential" || folder == "named_reader" || folder == "glass_broken"; }
bool is_of_no_ticket(const std::string& folder) { return folder == "digest" || folder == "monday" || folder == "webhook_paused" || folder == "sign_in" || folder == "confirm_ticket"; }

/// The words about its ticket that a letter may name.
std::vector<std::string_view> words_of(const std::string& folder) {
    if (folder == "monday") {
        return {"school", "week"};
    }
    if (is_of_no_ticket(folder)) {
        return {"school"};
    }
    if (is_about_nothing_else(folder)) {
        return {"number", "school"};
    }
    if (folder == "outside") {
        return {"number", "school", "author", "reference"};
    }
    std::vector<std::string_view> words{"number", "subject", "school", "author", "who", "requester"};
    if (folder == "handed_over" || folder == "new_ticket") {
        words.push_back("why");
    }
    if (folder == "merged" || folder == "split") {
        words.push_back("other");
    }
    if (folder == "reminder") {
        words.push_back("closes");
    }
    return words;
}

/// A piece of a line: words, or the name of a field.
struct Piece {
    bool is_field = false;
    std::string text;
};

/// Empty for a brace without its other one.
std::optional<std::vector<Piece>> pieces_of(std::string_view line) {
    std::vector<Piece> pieces;
    while (!line.empty()) {
        const auto begin = line.find('{');
        const auto words = line.substr(0, begin);
        if (words.find('}') != std::string_view::npos) {
            return std::nullopt;
        }
        if (!words.empty()) {
            pieces.push_back({false, std::string{words}});
        }
        if (begin == std::string_view::npos) {
            break;
        }
        const auto end = line.find('}', begin);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        pieces.push_back({true, std::string{trim(line.substr(begin + 1, end - begin - 1))}});
        line.remove_prefix(end + 1);
    }
    return pieces;
}

/// The block that a line consists of; empty for words.
std::string block_of(std::string_view line) {
    const auto pieces = pieces_of(trim(line));
    const bool is_one = pieces && pieces->size() == 1 && pieces->front().is_field && is_block(pieces->front().text);
    return is_one ? pieces->front().text : std::string{};
}

/// The line with each field as `value` gives it. A brace without its other one stands as it is.
std::string fill(std::string_view line, const std::function<std::string(const Piece&)>& value) {
    const auto pieces = pieces_of(line);
    if (!pieces) {
        return std::string{line};
    }
    std::string filled;
    for (const auto& piece : *pieces) {
        filled += value(piece);
    }
    return filled;
}

std::string rename(const std::string& text, const std::function<std::string(const std::string&)>& name) {
    std::vector<std::string> lines;
    for (const auto line : split(text, '\n')) {
        lines.push_back(fill(line, [&](const Piece& piece) { return piece.is_field ? "{" + name(piece.text) + "}" : piece.text; }));
    }
    return join(lines, "\n");
}

/// What a field says in this letter, on one line.
std::string value_of(const json& view, const std::string& field) {
    const auto found = view.find(field);
    auto value = found != view.end() && found->is_string() ? found->get<std::string>() : std::string{};
    std::replace_if(value.begin(), value.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return value;
}

class Check {
public:
    Check(const std::string& folder, std::vector<LetterField> fields) : folder_{folder}, fields_{std::move(fields)} {}

    void line(const std::string& part, const std::string& text) {
        if (trim(text).empty()) {
            add(part, "empty");
        } else if (check_line(text, longest_line) != TextFault::None) {
            add(part, "line");
        }
        look_at(part, text, false);
    }

    void body(const std::string& text) {
        if (check_block(text, longest_body) != TextFault::None) {
            add("body", "body");
        }
        for (const auto line : split(text, '\n')) {
            look_at("body", line, !block_of(line).empty());
        }
    }

    void needs(const std::string& part, const std::string& text, const std::string& field) {
        if (text.find("{" + field + "}") == std::string::npos) {
            add(part, "missing", field);
        }
    }

    std::vector<WordsFault> faults;

private:
    void add(const std::string& part, const std::string& key, const std::string& field = {}) { faults.push_back({part, key, field}); }

    void look_at(const std::string& part, std::string_view line, bool is_block_line) {
        const auto pieces = pieces_of(line);
        if (!pieces) {
            return add(part, "brace");
        }
        for (const auto& piece : *pieces) {
            if (!piece.is_field) {
                continue;
            }
            const auto allowed = std::find_if(fields_.begin(), fields_.end(), [&](const LetterField& field) { return field.name == piece.text; });
            if (std::find(all_fields.begin(), all_fields.end(), piece.text) == all_fields.end()) {
                add(part, "unknown", piece.text);
            } else if (allowed == fields_.end()) {
                add(part, is_about_nothing_else(folder_) ? "confidential" : "elsewhere", piece.text);
            } else if (allowed->is_block && !is_block_line) {
                add(part, "alone", piece.text);
            }
        }
    }

    const std::string& folder_;
    std::vector<LetterField> fields_;
};

}  // namespace

std::vector<std::string> all_letter_folders() {
    std::vector<std::string> folders;
    for (const auto kind : all_letter_kinds) {
        folders.emplace_back(name(kind));
    }
    folders.emplace_back("confidential");
    return folders;
}

LetterWords LetterTexts::shipped(web::Language language, const std::string& folder, bool spelled) const {
    json view;
    for (const std::string part : {"subject", "heading", "intro"}) {
        view[part] = spelled ? spell(language, folder, part) : "{" + part + "}";
    }
    const auto text = templates_.render(language, "mail/" + folder + "/letter.txt", view);
    const auto first = text.find('\n'), second = text.find('\n', first + 1);
    if (second == std::string::npos) {
        throw std::runtime_error("a letter without subject, heading and body: " + folder);
    }
    return {text.substr(0, first), text.substr(first + 1, second - first - 1), std::string{trim(std::string_view{text}.substr(second))}};
}

/// A sentence of the catalogue with its fields; the field of the whole sentence when what it says depends on the ticket.
std::string LetterTexts::spell(web::Language language, const std::string& folder, const std::string& part) const {
    const auto key = "mailed." + folder + "." + part;
    if (!texts_.has(key)) {
        return "{" + part + "}";
    }
    web::Arguments one, other;
    for (const auto* field : {"number", "subject", "school", "author", "who", "requester", "why", "other", "reference", "closes", "filer", "week"}) {
        const auto as_field = "{" + std::string{field} + "}";
        one.emplace(field, as_field), other.emplace(field, as_field);
    }
    for (const auto* condition : {"has_why", "moved", "by_other", "watching", "has_reference", "apart", "unanswered"}) {
        one.emplace(condition, "yes"), other.emplace(condition, "no");
    }
    one.emplace("state", "resolved"), other.emplace("state", "rejected");
    one.emplace("count", 1), other.emplace("count", 2);
    try {
        auto sentence = texts_.format(language, key, one);
        return sentence == texts_.format(language, key, other) ? sentence : "{" + part + "}";
    } catch (const std::logic_error&) {  // it asks for something else, and so depends on it
        return "{" + part + "}";
    }
}

std::vector<LetterField> LetterTexts::fields(const std::string& folder) const {
    std::vector<LetterField> fields;
    const auto add = [&](std::string_view name) {
        const LetterField field{std::string{name}, is_block(name)};
        if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
            fields.push_back(field);
        }
    };
    for (const auto word : words_of(folder)) {
        add(word);
    }
    const auto words = shipped(web::Language::Sv, folder);
    for (const auto& text : {words.subject, words.heading, words.body}) {
        for (const auto line : split(text, '\n')) {
            for (const auto& piece : pieces_of(line).value_or(std::vector<Piece>{})) {
                if (piece.is_field) {
                    add(piece.text);
                }
            }
        }
    }
    return fields;
}

std::vector<WordsFault> LetterTexts::check(const std::string& folder, const LetterWords& words) const {
    Check check{folder, fields(folder)};
    check.line("subject", words.subject);
    check.line("heading", words.heading);
    check.body(words.body);
    if (folder == "outside") {
        if (words.subject.find("{heading}") == std::string::npos) {
            check.needs("subject", words.subject, "number");
        }
        check.needs("body", words.body, "message");
        return std::move(check.faults);
    }
    if (!is_of_no_ticket(folder) && words.subject.find("[{number}]") == std::string::npos) {
        check.faults.push_back({"subject", "number", "number"});
    }
    check.needs("body", words.body, "link");
    if (folder == "digest") {
        check.needs("body", words.body, "tickets");
    }
    if (folder == "monday") {
        check.needs("body", words.body, "figures");
    }
    return std::move(check.faults);
}

std::string LetterTexts::body(web::Language language, const std::string& folder, const std::string& words, const json& view, bool as_html) const {
    const auto kind = std::string{as_html ? ".html" : ".txt"};
    std::string out;
    std::vector<std::string> paragraph;
    const auto end_paragraph = [&] {
        if (!paragraph.empty()) {
            out += as_html ? "<p>" + join(paragraph, "<br>\n") + "</p>\n" : join(paragraph, "\n") + "\n\n";
            paragraph.clear();
        }
    };
    for (const auto line : split(words, '\n')) {
        const auto block = block_of(line);
        if (!block.empty()) {
            end_paragraph();
            const bool has_own = block == "link" && templates_.has("mail/parts/" + folder + "_link.html");
            const bool is_sign_in = block == "link" && folder == "confirm_ticket";
            const auto part = has_own ? folder + "_link" : is_sign_in ? std::string{"sign_in_link"} : block;
            out += templates_.render(language, "mail/parts/" + part + kind, view);
        } else if (trim(line).empty()) {
            end_paragraph();
        } else if (const auto said = fill(line, [&](const Piece& piece) { return piece.is_field ? value_of(view, piece.text) : piece.text; });
                   !trim(said).empty()) {
            paragraph.push_back(as_html ? escape_html(said) : said);
        }
    }
    end_paragraph();
    return out;
}

RenderedLetter LetterTexts::render(web::Language language, const std::string& folder, const LetterWords& words, json view, bool is_preview) const {
    const auto line = [&](const std::string& text) {
        return fill(text, [&](const Piece& piece) { return piece.is_field ? value_of(view, piece.text) : piece.text; });
    };
    RenderedLetter letter{.subject = line(words.subject), .text = {}, .html = {}};
    auto framed = view;
    framed["heading"] = line(words.heading);
    framed["content"] = body(language, folder, words.body, view, false);
    letter.text = templates_.render(language, "mail/frame/body.txt", framed);
    framed["content"] = body(language, folder, words.body, view, true);
    framed["preview"] = is_preview ? json{{"subject", letter.subject}, {"text", letter.text}} : json(false);
    letter.html = templates_.render(language, "mail/frame/body.html", framed);
    return letter;
}

std::string LetterTexts::shown_name(web::Language language, const std::string& field) const {
    const auto key = "letter_texts.field." + field;
    return texts_.has(key) ? texts_.text(language, key) : field;
}

LetterWords LetterTexts::as_shown(web::Language language, const LetterWords& words) const {
    const auto name = [&](const std::string& field) { return shown_name(language, field); };
    return {rename(words.subject, name), rename(words.heading, name), rename(words.body, name)};
}

LetterWords LetterTexts::as_stored(web::Language language, const LetterWords& words) const {
    const auto name = [&](const std::string& shown) {
        for (const auto field : all_fields) {
            if (lower(shown) == shown_name(language, std::string{field})) {
                return std::string{field};
            }
        }
        return shown;
    };
    return {rename(words.subject, name), rename(words.heading, name), rename(words.body, name)};
}

}  // namespace ansvar::mail
