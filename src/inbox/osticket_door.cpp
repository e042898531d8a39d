#include "inbox/osticket_door.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "inbox/data_url.hpp"
#include "mail/html_text.hpp"
#include "tickets/attachments.hpp"
#include "web/errors.hpp"
#include "web/json_body.hpp"

namespace ansvar::inbox {

namespace {

using nlohmann::json;

constexpr std::size_t largest_body = tickets::attachments::max_request_bytes / 3 * 4 + 1024 * 1024;  ///< files as base64

/// Their fields that have no place here: what they ask for is answered by our own rules.
constexpr std::array<std::string_view, 4> passed_over{"ip", "alert", "name", "userId"};

/// What they say when something is wrong with what was sent.
struct Wrong {
    int status;
    std::string text;
};

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string{} : value.is_primitive() ? value.dump() : std::string{};
}

/// One ticket as a program of theirs describes it.
class TheirTicket {
public:
    TheirTicket(const json& body, const std::vector<std::string>& topics) : body_{body}, topics_{topics} {}

    tickets::Draft draft;
    std::vector<mail::IncomingFile> files;
    std::optional<tickets::Priority> priority;

    /// Throws Wrong.
    void read() {
        std::string missing;
        for (const auto* field : {"email", "name", "subject", "message"}) {
            if (trim(text_of(body_.value(field, json()))).empty()) {
                missing += std::string{"\n"} + field + ": " + field + " is a required field";
            }
        }
        if (!missing.empty()) {
            throw Wrong{400, "Unable to create new ticket: validation errors:" + missing};
        }
        draft.channel = tickets::Channel::Api;
        for (const auto& [name, value] : body_.items()) {
            read_field(name, value);
        }
        draft.phone += extension_.empty() ? "" : " " + extension_;
        draft.body += others_.empty() ? "" : "\n\n" + others_;
    }

private:
    void read_field(const std::string& name, const json& value) {
        if (name == "attachments") {
            read_files(value);
        } else if (!value.is_primitive()) {
            throw Wrong{400, "Unexpected or invalid data received"};
        } else if (name == "message") {
            draft.body = message_of(value);
        } else if (name == "subject") {
            draft.subject = shorten(text_of(value), tickets::max_subject);
        } else if (name == "email") {
            draft.requester = text_of(value);
        } else if (name == "phone") {
            draft.phone = text_of(value);
        } else if (name == "phone_ext") {
            extension_ = text_of(value);
        } else if (name == "topicId") {
            read_topic(text_of(value));
        } else if (name == "priority" || name == "priorityId") {
            read_priority(text_of(value));
        } else if (name == "source") {
            read_source(lower(text_of(value)));
        } else if (name == "autorespond") {
            const auto word = text_of(value);
            draft.wants_no_receipt = word == "false" || word == "0";
        } else if (std::find(passed_over.begin(), passed_over.end(), name) == passed_over.end() && !text_of(value).empty()) {
            others_ += name + ": " + text_of(value) + "\n";  // a field of their own forms
        }
    }

    static std::string message_of(const json& value) {
        const auto url = read_data_url(text_of(value));
        if (!url || !is_utf8(url->bytes)) {
            throw Wrong{400, "Unexpected or invalid data received"};
        }
        return url->media_type == "text/html" ? mail::text_of_html(url->bytes) : url->bytes;
    }

    /// An area of ours by its key or row, or a topic that the school has said where it is now; the words decide otherwise.
    void read_topic(const std::string& topic) {
        for (const auto& line : topics_) {
            if (const auto sign = line.find('='); line.substr(0, sign) == topic) {
                draft.area = line.substr(sign + 1);
                return;
            }
        }
        if (topic.find_first_not_of("0123456789") != std::string::npos) {
            draft.area = topic;
        }
    }

    /// Their numbers as a fresh installation has them: low, normal, high, emergency.
    void read_priority(const std::string& number) {
        using tickets::Priority;
        priority = number == "1" ? std::optional{Priority::Low} : number == "3" ? std::optional{Priority::High} : number == "4" ? std::optional{Priority::Urgent} : std::nullopt;
    }

    void read_source(const std::string& source) {
        using tickets::Channel;
        draft.channel = source == "phone" ? Channel::Phone : source == "web" ? Channel::Web : source == "email" ? Channel::Mail : Channel::Api;
    }

    /// {"file.txt": "data:…"}, or {"name", "type", "data", "encoding"}.
    void read_files(const json& list) {
        if (!list.is_array() && !list.is_null()) {
            throw Wrong{400, "Unexpected or invalid data received"};
        }
        for (const auto& file : list) {
            if (!file.is_object() || file.empty()) {
                throw Wrong{400, "Unexpected or invalid data received"};
            }
            const bool is_spelled = file.contains("data");
            const auto name = is_spelled ? text_of(file.value("name", json())) : file.begin().key();
            const auto written = is_spelled ? text_of(file["data"]) : text_of(file.begin().value());
            const bool is_bare_base64 = lower(text_of(file.value("encoding", json()))) == "base64" && !written.starts_with("data:");
            const auto url = read_data_url(is_bare_base64 ? "data:;base64," + written : written);
            if (!url) {
                throw Wrong{400, name + ": Poorly encoded base64 data"};
            }
            files.push_back({.name = name, .declared_type = is_spelled ? text_of(file.value("type", json(url->media_type))) : url->media_type, .bytes = url->bytes});
        }
    }

    const json& body_;
    const std::vector<std::string>& topics_;
    std::string extension_;
    std::string others_;
};

class OsticketDoor {
public:
    explicit OsticketDoor(OsticketServices services) : services_{std::move(services)} {}

    web::Response create(const web::Request& request) const {
        try {
            const auto by = caller(request);
            return web::Response::text(open(request, by), 201);
        } catch (const Wrong& wrong) {
            return web::Response::text(wrong.text, wrong.status);
        } catch (const web::Error& error) {
            auto answer = answer_to(error);
            answer.headers.insert(answer.headers.end(), error.headers.begin(), error.headers.end());
            return answer;
        }
    }

private:
    /// As with the same token in our own API.
    identity::Person caller(const web::Request& request) const {
        const auto key = request.header("x-api-key").value_or("");
        web::Request asked{{.method = web::Method::Post,
                            .target = "/api/v1/tickets",
                            .headers = {{"authorization", "Bearer " + key}},
                            .client_address = std::string{request.client_address()},
                            .id = request.id(),
                            .deadline = request.deadline()}};
        asked.admitted(services_.gate.admit(asked, {web::Audience::SignedIn, web::Scope::TicketsWrite}));
        return identity::principal(asked).person;
    }

    std::string open(const web::Request& request, const identity::Person& by) const {
        const auto body = web::read_json(request.body());
        if (!body.is_object()) {
            throw Wrong{400, "Unexpected or invalid data received"};
        }
        TheirTicket theirs{body, services_.topics};
        theirs.read();
        const auto& services = services_.desk.services();
        theirs.draft.files = keep_files(services.database, theirs.files, by.id, services.clock.now(), services_.files_left, by.language, theirs.draft.body);
        const auto key = request.header("idempotency-key");
        const auto written = services_.desk.open(theirs.draft, by, key ? tickets::IdempotencyKey{*key, "osticket\n" + request.body()} : tickets::IdempotencyKey::random());
        if (!written) {
            refuse(request, written.error());
        }
        if (theirs.priority && *theirs.priority != written->ticket.priority && !written->replayed) {
            static_cast<void>(services_.desk.set_priority(written->ticket.id, *theirs.priority, by));  // who may not handle it has no say
        }
        return written->ticket.id.text();
    }

    [[noreturn]] void refuse(const web::Request& request, const tickets::Refusal& refusal) const {
        if (refusal.kind != tickets::Refusal::Kind::Invalid) {
            tickets::throw_as_error(refusal);
        }
        std::string list;
        for (const auto& field : refusal.fields) {
            if (field.code == "not-allowed") {
                throw Wrong{401, "API key not authorized"};
            }
            if (field.code == "unknown-person") {
                throw Wrong{403, "Ticket denied"};
            }
            const auto name = field.pointer == "/body" ? "message" : field.pointer == "/area" ? "topicId" : field.pointer == "/requester" ? "email" : field.pointer.substr(1);
            list += "\n" + name + ": " + services_.texts.format(request.language(), field.text_key, field.arguments);
        }
        throw Wrong{400, "Unable to create new ticket: validation errors:" + list};
    }

    static web::Response answer_to(const web::Error& error) {
        switch (error.status) {
            case 400: return web::Response::text("Unexpected or invalid data received", 400);
            case 401: return web::Response::text("Valid API key required", 401);
            case 403: return web::Response::text("API key not authorized", 401);
            default: return web::Response::text("Unable to create new ticket: unknown error", error.status);
        }
    }

    OsticketServices services_;
};

}  // namespace

std::vector<web::Route> osticket_routes(const OsticketServices& services) {
    const auto door = std::make_shared<const OsticketDoor>(services);
    const auto create = [door](const web::Request& request) { return door->create(request); };
    constexpr web::Access anyone{web::Audience::Anyone, web::Via::Api};
    constexpr web::Limits limits{.max_body_bytes = largest_body, .pool = web::Pool::Uploads};
    return {{web::Method::Post, "/api/tickets.json", anyone, create, limits}, {web::Method::Post, "/api/http.php/tickets.json", anyone, create, limits}};
}

}  // namespace ansvar::inbox
