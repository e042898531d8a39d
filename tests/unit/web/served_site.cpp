#include "served_site.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "core/secret.hpp"

namespace ansvar::web::test {
namespace {

constexpr Access anyone{Audience::Anyone, Via::Page};
constexpr Access anyone_api{Audience::Anyone, Via::Api};

Response echo_id(const Request& request) {
    return Response::text("id=" + request.query("id").value_or("-") + "\n");
}

Response sleep_then_echo(const Request& request) {
    std::this_thread::sleep_for(std::chrono::milliseconds{std::stoi(request.query("ms").value_or("0"))});
    return echo_id(request);
}

Response big(const Request& request) {
    return Response::text(std::string(std::stoul(request.query("n").value_or("0")), 'x'));
}

Response echo_form(const Request& request) {
    std::string text;
    for (const auto& [name, value] : request.form().fields()) {
        text += name + "=[" + value + "]\n";
    }
    for (const auto& upload : request.form().uploads("file")) {
        text += upload.file_name + ":" + std::to_string(upload.bytes.size()) + "\n";
    }
    return Response::text(text);
}

}  // namespace

std::string problem_texts(std::string_view prefix) {
    std::string text;
    for (const auto* code : {"address-too-long",
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
                             "version-not-supported"}) {
        for (const auto* part : {".title", ".detail"}) {
            text += std::string{"problem."} + code + part + " = " + std::string{prefix} + " " + code + "\n";
        }
    }
    return text + "problem.field.malformed = {field} " + std::string{prefix} + "\n";
}

Admission TestGate::admit(const Request& request, Access access) {
    const bool is_known = access.via == Via::Page ? request.cookie("ansvar") == "asa" : request.header("authorization") == "Bearer asa";
    if (!is_known && access.audience != Audience::Anyone) {
        throw SignInNeeded{};
    }
    return is_known ? Admission::of(std::make_shared<const Pupil>(Pupil{"asa"}), "requester/7") : Admission::nobody();
}

ServedSite::ServedSite(HostSettings settings, EventLimits events) : hub{events} {
    spdlog::set_level(spdlog::level::off);
    start_cryptography();
    write_files();
    texts = std::make_unique<Texts>(folder.path() / "text");
    assets = std::make_unique<Assets>(std::vector{folder.path() / "assets"});
    templates = std::make_unique<Templates>(folder.path(), *texts, *assets);
    pages = std::make_unique<Pages>(*templates, *texts);
    problems = std::make_unique<Problems>(*texts, *pages);
    add_routes();
    add_faulty_routes();
    Site site{.routes = routes, .gate = gate, .problems = *problems, .assets = *assets};
    site.observers.push_back([this](const Served& one) {
        const std::lock_guard lock{mutex_};
        served_.push_back(one);
    });
    host = std::make_unique<Host>(std::move(settings), site);
    host->start();
}

ServedSite::~ServedSite() {
    may_go_on = true;
    host->stop();
}

std::vector<Served> ServedSite::served() const {
    const std::lock_guard lock{mutex_};
    return served_;
}

void ServedSite::write_files() const {
    folder.write("text/sv.txt", "hello = Hej {name}!\nword = ord\n" + problem_texts("fel"));
    folder.write("text/en.txt", "hello = Hello {name}!\nword = word\n" + problem_texts("error"));
    folder.write("assets/css/base.css", "body { color: black; }\n" + std::string(4000, ' '));
    folder.write("assets/dot.png", "not really a picture");
    folder.write("parts/layout.html", "<html lang=\"{{lang}}\"><title>{{title}}</title>{{{content}}}</html>\n");
    folder.write("pages/error/error.html",
                 "<h1>{{title}}</h1><p>{{detail}}</p>{{#has_fields}}{{#fields}}<li>{{text}}</li>{{/fields}}{{/"
                 "has_fields}}<code>{{request_id}}</code><a href=\"/\">home</a>\n");
    folder.write("pages/error/bare.html", "<html lang=\"{{language}}\"><h1>{{title}}</h1><code>{{request_id}}</code></html>\n");
    folder.write("pages/page.html", "<link href=\"{{asset:css/base.css}}\"><p>{{t:word}} {{text}}</p>\n");
}

void ServedSite::add_routes() {
    routes.add({Method::Get, "/id", anyone, echo_id});
    routes.add({Method::Get, "/sleep", anyone, sleep_then_echo});
    routes.add({Method::Get, "/big", anyone, big});
    routes.add({Method::Get, "/readyz", anyone_api, [](const Request&) { return Response::text("ready"); }, {.pool = Pool::Health}});
    routes.add({Method::Get, "/page", anyone, [this](const Request& request) {
                    return pages->render(request, 200, "page", {{"title", "Sida"}, {"text", std::string(3000, '<')}});
                }});
    routes.add({Method::Get, "/mine", {Audience::SignedIn, Via::Page}, [](const Request& request) {
                    return Response::text(request.principal<Pupil>().name);
                }});
    routes.add({Method::Post, "/form", anyone, echo_form});
    routes.add({Method::Post, "/api/form", anyone_api, echo_form});
    routes.add({Method::Post, "/api/json", anyone_api, [](const Request& request) { return Response::json(request.json()); }});
    routes.add({Method::Post,
                "/api/length",
                anyone_api,
                [](const Request& request) { return Response::text(std::to_string(request.body().size())); },
                {.max_body_bytes = 8U << 20U}});
    routes.add({Method::Post,
                "/upload",
                anyone_api,
                [this](const Request& request) {
                    ++waiting;
                    while (!may_go_on && request.query("wait")) {
                        std::this_thread::sleep_for(std::chrono::milliseconds{5});
                    }
                    return Response::text(std::to_string(request.body().size()));
                },
                {.max_body_bytes = 8U << 20U, .pool = Pool::Uploads}});
    routes.add({Method::Get, "/wait", anyone, [this](const Request& request) {
                    ++waiting;
                    while (!may_go_on) {
                        std::this_thread::sleep_for(std::chrono::milliseconds{5});
                    }
                    return echo_id(request);
                }});
    routes.add({Method::Get, "/api/tickets/{number}", {Audience::SignedIn, Scope::TicketsRead}, [](const Request& request) {
                    return Response::text(std::to_string(request.path_number("number")));
                }});
    routes.add({Method::Get, "/names/{name}", anyone, [](const Request& request) { return Response::text(request.path_value("name")); }});
    routes.add({Method::Put, "/names/{name}", anyone_api, [](const Request&) { return Response::no_content(); }});
    routes.add({Method::Get, "/events", anyone, [this](const Request& request) {
                    std::optional<std::uint64_t> since;
                    if (const auto text = request.query("since")) {
                        since = std::stoull(*text);
                    }
                    return Response::event_stream(hub.open(request.query("owner").value_or("somebody"), request.query_all("topic"), since));
                }});
    routes.add(
        {Method::Get, "/address", anyone, [](const Request& request) { return Response::text(std::string{request.client_address()}); }});
}

void ServedSite::add_faulty_routes() {
    routes.add({Method::Get, "/throw-42", anyone, [](const Request&) -> Response { throw 42; }});
    routes.add({Method::Get, "/api/throw-secret", anyone_api,
                [](const Request&) -> Response { throw std::runtime_error("SELECT name FROM password_list"); }});
    routes.add({Method::Get, "/throw-secret", anyone,
                [](const Request&) -> Response { throw std::runtime_error("SELECT name FROM password_list"); }});
    routes.add({Method::Get, "/missing-name", anyone, [this](const Request& request) {
                    return pages->render(request, 200, "page", {{"title", "x"}});
                }});
    routes.add({Method::Get, "/inject", anyone, [](const Request& request) {
                    auto response = Response::text("x");
                    response.set_header("X-Value", request.query("v").value_or(""));
                    return response;
                }});
    routes.add(
        {Method::Post, "/api/invalid", anyone_api, [](const Request&) -> Response {
             throw Unprocessable{
                 {{.pointer = "/subject", .code = "too-long", .text_key = "problem.field.malformed", .arguments = {{"field", "subject"}}}}};
         }});
}

}  // namespace ansvar::web::test
