#include "support/smtp_server.hpp"

#include "support/tls_stream.hpp"

#include <algorithm>
#include <cctype>
#include <thread>
#include <utility>

namespace ansvar::tests {

namespace {

/// The server hangs up in the middle; not an error.
struct HungUp {};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace

/// One client.
class SmtpServer::Conversation {
public:
    Conversation(SmtpServer& server, int socket, std::size_t number, SmtpScript script)
        : server_{server}, stream_{socket}, script_{std::move(script)} {
        letter_.connection = number;
    }

    void run() {
        try {
            if (script_.implicit_tls) {
                start_tls();
            }
            answer("greeting", "220 test ESMTP");
            while (auto line = stream_.read_line()) {
                server_.remember_command(*line);
                obey(*line);
            }
        } catch (const HungUp&) {
        } catch (const StreamFault&) {
        }
    }

private:
    void obey(const std::string& line) {
        const auto verb = upper(line.substr(0, 4));
        if (verb == "EHLO" || verb == "HELO") {
            answer("hello", features());
        } else if (verb == "STAR") {
            answer("starttls", "220 go ahead");
            start_tls();
        } else if (verb == "AUTH") {
            authenticate();
        } else if (verb == "MAIL") {
            letter_.sender = line.substr(10);
            if (++letters_begun_ == 2 && script_.says_goodbye_at_second_letter) {
                stream_.write("421 4.4.2 idle too long\r\n");
                throw HungUp{};
            }
            answer("mail", "250 2.1.0 fine");
        } else if (verb == "RCPT") {
            letter_.recipient = line.substr(8);
            answer("rcpt", "250 2.1.5 fine");
        } else if (verb == "DATA") {
            answer("data", "354 go on");
            take_content();
        } else if (verb == "QUIT") {
            answer("quit", "221 bye");
            throw HungUp{};
        } else {
            stream_.write(verb == "RSET" || verb == "NOOP" ? "250 fine\r\n" : "502 what?\r\n");
        }
    }

    std::string features() const {
        std::string text = "250-test";
        if (script_.offers_starttls && !stream_.is_encrypted()) {
            text += "\r\n250-STARTTLS";
        }
        if (script_.offers_auth) {
            text += "\r\n250-AUTH " + script_.ways_to_sign_in;
        }
        return text + "\r\n250 SIZE 50000000";
    }

    void start_tls() {
        if (!script_.certificate || !stream_.encrypt(*script_.certificate)) {
            throw HungUp{};
        }
        letter_.over_tls = true;
    }

    void authenticate() {
        stream_.write("334 \r\n");
        if (auto line = stream_.read_line()) {
            letter_.user = *line;
        }
        answer("auth", "235 2.7.0 welcome");
    }

    void take_content() {
        letter_.wire.clear();
        letter_.content.clear();
        while (auto line = stream_.read_line()) {
            if (*line == ".") {
                server_.remember(letter_);
                answer("dot", "250 2.0.0 taken");
                return;
            }
            letter_.wire += *line + "\r\n";
            letter_.content += (line->front() == '.' ? line->substr(1) : *line) + "\r\n";
            if (script_.cut_content_after != 0 && letter_.wire.size() > script_.cut_content_after) {
                throw HungUp{};
            }
        }
    }

    void answer(const std::string& step, const std::string& ordinary) {
        const auto found = script_.steps.find(step);
        const auto act = found == script_.steps.end() ? say(ordinary) : found->second;
        switch (act.kind) {
            case SmtpAct::Kind::Say:
                return stream_.write(act.text + "\r\n");
            case SmtpAct::Kind::SayClose:
                stream_.write(act.text + "\r\n");
                throw HungUp{};
            case SmtpAct::Kind::Silence:
                stream_.wait_for_end();
                throw HungUp{};
            case SmtpAct::Kind::Close:
                throw HungUp{};
            case SmtpAct::Kind::Reset:
                stream_.reset();
                throw HungUp{};
            case SmtpAct::Kind::Flood:
                return flood("220-" + std::string(60, 'x') + "\r\n", act.amount);
            case SmtpAct::Kind::LongLine:
                return flood(std::string(4096, 'x'), act.amount);
            case SmtpAct::Kind::Drip:
                return drip(act.text + "\r\n");
        }
    }

    void flood(const std::string& piece, std::size_t amount) {
        std::string block;
        while (block.size() < 64 * 1024) {
            block += piece;
        }
        for (std::size_t sent = 0; sent < amount; sent += block.size()) {
            stream_.write(block);
        }
        stream_.write("\r\n220 at last\r\n");
    }

    void drip(const std::string& text) {
        for (const char c : text) {
            stream_.write(std::string{c});
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
    }

    SmtpServer& server_;
    TlsStream stream_;
    SmtpScript script_;
    SmtpLetter letter_;
    int letters_begun_ = 0;
};

SmtpServer::SmtpServer(std::function<SmtpScript(std::size_t)> script)
    : script_{std::move(script)}, clients_{[this](int socket, std::size_t number) { Conversation{*this, socket, number, script_for(number)}.run(); }} {}

SmtpServer::SmtpServer(SmtpScript script) : SmtpServer{[script = std::move(script)](std::size_t) { return script; }} {}

SmtpScript SmtpServer::script_for(std::size_t connection) {
    const std::lock_guard lock{mutex_};
    return script_(connection);
}

void SmtpServer::remember(SmtpLetter letter) {
    const std::lock_guard lock{mutex_};
    letters_.push_back(std::move(letter));
}

void SmtpServer::remember_command(const std::string& command) {
    const std::lock_guard lock{mutex_};
    commands_.push_back(command);
}

std::vector<SmtpLetter> SmtpServer::letters() const {
    const std::lock_guard lock{mutex_};
    return letters_;
}

std::vector<std::string> SmtpServer::commands() const {
    const std::lock_guard lock{mutex_};
    return commands_;
}

}  // namespace ansvar::tests
