#include "web/problems.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "web/ascii.hpp"
#include "web/quality_list.hpp"

namespace ansvar::web {
namespace {

using Json = nlohmann::json;

/// What this module refuses with; each has a title and a detail in the catalogues.
constexpr std::array own_codes{"address-too-long",
                               "bad-request",
                               "conflict",
                               "cross-site",
                               "expectation-failed",
                               "forbidden",
                               "headers-too-large",
                               "internal",
                               "method-not-allowed",
                               "nobody-asked",
                               "not-found",
                               "not-implemented",
                               "overloaded",
                               "precondition-failed",
                               "precondition-required",
                               "sign-in-needed",
                               "timeout",
                               "too-large",
                               "too-many-requests",
                               "unavailable",
                               "unsupported-media-type",
                               "validation",
                               "version-not-supported"};

/// One line without control characters: what others wrote must not forge log lines.
std::string for_the_log(std::string_view text) {
    std::string line{text.substr(0, 2000)};
    for (auto& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = ' ';
        }
    }
    return line;
}

std::string describe(std::exception_ptr what) {
    try {
        std::rethrow_exception(what);
    } catch (const std::exception& fault) {
        return for_the_log(fault.what());
    } catch (...) {
        return "something that is no exception";
    }
}

std::string title_of(const Texts& texts, Language language, const Error& error) {
    const auto key = "problem." + error.code + ".title";
    return texts.format(language, texts.has(key) ? key : "problem.internal.title", error.arguments);
}

std::string detail_of(const Texts& texts, Language language, const Error& error) {
    const auto key = error.detail_key.empty() ? "problem." + error.code + ".detail" : error.detail_key;
    return texts.format(language, texts.has(key) ? key : "problem.internal.detail", error.arguments);
}

void add_headers(Response& response, const Error& error, Language language) {
    response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
    response.set_header("Cache-Control", "no-store");
    response.set_header("Content-Language", std::string{to_string(language)});
}

/// Somebody reading HTML is shown a page; a program gets problem+json.
bool wants_page(const Request& request) {
    if (request.route().empty()) {
        return request.wants_html() && request.path().rfind("/api/", 0) != 0;
    }
    const auto accept = request.header("accept").value_or("");
    const bool asks_for_data = weight_of(quality_list(accept), "application/json") > 0 && !request.wants_html();
    return request.via() == Via::Page && !asks_for_data;
}

/// Fields that people write in.
constexpr std::array typed_fields{"body", "subject", "body2", "subject2", "room", "phone", "mail", "copies", "requester", "reason"};

/// What a kept field is called: as in the form for a new ticket, or just the reader's own text when it is a reply, a note or a reason.
const std::string& label_of(std::string_view name, const Request& request, const Texts& texts) {
    const auto plain = name.substr(0, name.size() - (name.ends_with('2') ? 1U : 0U));
    const bool is_own_text = plain == "reason" || (plain == "body" && request.path() != "/tickets");
    return texts.text(request.language(), is_own_text ? "error.kept_text" : "ticket.new." + std::string{plain});
}

/// What a form that could not be dealt with was sent with, for the error page to show and to send again: what was written in `kept`, the
/// rest hidden. Files are not kept.
void keep_what_was_typed(Json& view, const Request& request, const Texts& texts) {
    auto kept = Json::array(), hidden = Json::array();
    for (const auto& [name, value] : request.form().fields()) {
        if (!value.empty() && std::find(typed_fields.begin(), typed_fields.end(), name) != typed_fields.end()) {
            kept.push_back({{"name", name}, {"label", label_of(name, request, texts)}, {"value", value}});
        } else {
            hidden.push_back({{"name", name}, {"value", value}});
        }
    }
    view["has_kept"] = !kept.empty();
    view["kept"] = std::move(kept);
    view["kept_hidden"] = std::move(hidden);
    view["retry_action"] = request.path();
}

/// A form of a page that would have been taken at another time, or from somebody signed in.
bool may_come_again(const Error& error, const Request& request) {
    return (error.status == 503 || error.status == 429 || error.status == 401) && request.method() == Method::Post && request.via() == Via::Page;
}

/// Whether somebody whose session has ended wrote something that a way to the sign-in page would lose.
bool would_lose_words(const Request& request) {
    if (request.method() != Method::Post || request.via() != Via::Page || request.is_fragment()) {
        return false;
    }
    try {
        const auto& fields = request.form().fields();
        return std::any_of(fields.begin(), fields.end(), [](const auto& field) {
            return !field.second.empty() && std::find(typed_fields.begin(), typed_fields.end(), field.first) != typed_fields.end() && field.first != "mail";
        });
    } catch (const Error&) {
        return false;
    }
}

/// When even the texts fail. English, as no catalogue can be asked.
Response last_resort(int status) {
    return Response::text("An error occurred. Quote the X-Request-Id of this answer.\n", status);
}

}  // namespace

Problems::Problems(const Texts& texts, const Pages& pages) : texts_(texts), pages_(pages) {
    for (const auto* code : own_codes) {
        for (const auto* part : {".title", ".detail"}) {
            texts_.text(Language::Sv, "problem." + std::string{code} + part);
        }
    }
    texts_.format(Language::Sv, "problem.field.malformed", {{"field", ""}});
}

Response Problems::answer(const Request& request, std::exception_ptr what) const noexcept {
    int status = 500;
    try {
        const auto error = error_from(request, what);
        status = error.status;
        if (!wants_page(request)) {
            return json_answer(error, request.language(), request.path(), request.id());
        }
        try {
            return page_answer(error, request);
        } catch (const std::exception& fault) {
            spdlog::error("request {}: its error page cannot be shown: {}", request.id(), for_the_log(fault.what()));
            return bare_answer(error, request.language(), true, request.id());
        }
    } catch (...) {
        spdlog::error("request {}: its error cannot be shown: {}", request.id(), describe(std::current_exception()));
        return last_resort(status);
    }
}

Error Problems::error_from(const Request& request, std::exception_ptr what) const {
    try {
        std::rethrow_exception(what);
    } catch (const Error& error) {
        if (error.status >= 500) {
            const auto level = error.status == 503 ? spdlog::level::warn : spdlog::level::err;
            spdlog::log(level, "request {} answered {}: {}", request.id(), error.status, for_the_log(error.what()));
        }
        return error;
    } catch (...) {
    }
    for (const auto& translate : translators_) {
        if (auto error = translate(what)) {
            spdlog::error("request {} answered {}: {}", request.id(), error->status, for_the_log(error->what()));
            return *error;
        }
    }
    spdlog::error("request {} failed: {}", request.id(), describe(what));
    return Error{500, "internal"};
}

Response Problems::json_answer(const Error& error, Language language, const std::string& instance, const std::string& request_id) const {
    Json problem{{"type", "/problems/" + error.code},
                 {"title", title_of(texts_, language, error)},
                 {"status", error.status},
                 {"detail", detail_of(texts_, language, error)},
                 {"request_id", request_id}};
    if (!instance.empty()) {
        problem["instance"] = instance;
    }
    for (const auto& field : error.fields) {
        problem["errors"].push_back(
            {{"pointer", field.pointer}, {"code", field.code}, {"detail", texts_.format(language, field.text_key, field.arguments)}});
    }
    auto response = Response::json(problem, error.status);
    response.set_header("Content-Type", "application/problem+json");
    add_headers(response, error, language);
    if (error.status == 401) {
        response.set_header("WWW-Authenticate", "Bearer");
    }
    return response;
}

Response Problems::page_answer(const Error& error, const Request& request) const {
    const auto language = request.language();
    const bool sign_in_needed = error.status == 401 && error.code == "sign-in-needed";
    if (sign_in_needed && !would_lose_words(request)) {
        const auto place = sign_in_path_ + "?next=" + percent_encode(request.method() == Method::Get ? request.path() : "/");
        if (!request.is_fragment()) {
            auto response = Response::see_other(place);
            response.set_header("Cache-Control", "no-store");
            return response;
        }
        Response response;
        response.status = 401;
        response.headers = {{"HX-Redirect", place}, {"Cache-Control", "no-store"}};
        return response;
    }
    Json fields = Json::array();
    for (const auto& field : error.fields) {
        fields.push_back({{"text", texts_.format(language, field.text_key, field.arguments)}});
    }
    Json view{{"title", title_of(texts_, language, error)},
              {"detail", detail_of(texts_, language, error)},
              {"status", error.status},
              {"has_fields", !fields.empty()},
              {"fields", std::move(fields)},
              {"sign_in", sign_in_needed ? Json{{"href", sign_in_path_}} : Json(false)},
              {"has_kept", false}};
    if (may_come_again(error, request)) {
        try {
            keep_what_was_typed(view, request, texts_);
        } catch (const Error&) {  // no form that can be read
            view["has_kept"] = false;
        }
    }
    auto response = pages_.render(request, error.status, "error/error", std::move(view));
    add_headers(response, error, language);
    return response;
}

Response Problems::bare_answer(const Error& error, Language language, bool as_html, const std::string& request_id) const noexcept {
    try {
        if (!as_html) {
            return json_answer(error, language, "", request_id);
        }
        const Json view{{"title", title_of(texts_, language, error)},
                        {"detail", detail_of(texts_, language, error)},
                        {"status", error.status},
                        {"language", to_string(language)},
                        {"lang", to_string(language)},
                        {"request_id", request_id}};
        auto response = Response::html(pages_.templates().render(language, "pages/error/bare.html", view), error.status);
        add_headers(response, error, language);
        return response;
    } catch (...) {
        spdlog::error("request {}: its error cannot be shown: {}", request_id, describe(std::current_exception()));
        return last_resort(error.status);
    }
}

}  // namespace ansvar::web
