#include "support/imap_server.hpp"

#include "support/tls_stream.hpp"

#include <utility>

namespace ansvar::tests {

namespace {

/// The server hangs up in the middle; not an error.
struct HungUp {};

bool drop_end(std::string& text, const std::string& end) {
    const bool has_it = text.ends_with(end);
    text.resize(text.size() - (has_it ? end.size() : 0));
    return has_it;
}

std::string with(char sign, const std::string& value, std::string text) {
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at + value.size())) {
        text.replace(at, 1, value);
    }
    return text;
}

}  // namespace

/// One client.
class ImapServer::Conversation {
public:
    Conversation(ImapServer& server, int socket, std::size_t number)
        : server_{server}, script_{server.script_}, stream_{socket}, number_{number} {}

    void run() {
        try {
            if (script_.implicit_tls) {
                start_tls();
            }
            say(script_.greeting + "\r\n");
            std::string tag;
            while (auto line = stream_.read_line()) {
                const auto blank = line->find(' ');
                tag = blank == std::string::npos ? tag : line->substr(0, blank);
                const auto command = line->substr(blank == std::string::npos ? 0 : blank + 1);  // steps of AUTHENTICATE have no tag
                server_.remember(command);
                say(answer_to(command, tag));
                if (command == "STARTTLS") {
                    start_tls();
                }
            }
        } catch (const HungUp&) {
        } catch (const StreamFault&) {
        }
    }

private:
    std::string answer_to(const std::string& command, const std::string& tag) const {
        const std::string* scripted = nullptr;
        for (const auto& [beginning, text] : script_.answers) {  // the longer of two that fit comes later
            scripted = command.starts_with(beginning) ? &text : scripted;
        }
        return with('$', tag, scripted != nullptr ? with('%', std::to_string(number_), *scripted) : ordinary(command));
    }

    std::string ordinary(const std::string& command) const {
        if (command == "CAPABILITY") {
            return "* CAPABILITY " + script_.capabilities + (script_.offers_starttls && !stream_.is_encrypted() ? " STARTTLS" : "") +
                   "\r\n$ OK done\r\n";
        }
        if (command.starts_with("LIST")) {
            return "* LIST () \"/\" there\r\n$ OK done\r\n";
        }
        if (command.starts_with("SELECT")) {
            return "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n$ OK [READ-WRITE] done\r\n";
        }
        std::string lines;
        for (std::size_t i = 1; i <= script_.mails.size(); ++i) {
            const auto number = std::to_string(i);
            const auto size = std::to_string(script_.mails[i - 1].size());
            if (command.starts_with("UID SEARCH")) {
                lines += (lines.empty() ? "* SEARCH " : " ") + number;
            } else if (command.ends_with("(UID RFC822.SIZE)")) {
                lines += "* " + number + " FETCH (UID " + number + " RFC822.SIZE " + size + ")\r\n";
            } else if (command == "UID FETCH " + number + " BODY[]") {
                lines += "* " + number + " FETCH (UID " + number + " BODY[] {" + size + "}\r\n" + script_.mails[i - 1] + ")\r\n";
            }
        }
        return lines + (lines.ends_with("\r\n") ? "" : "\r\n") + "$ OK done\r\n";
    }

    void say(std::string text) {
        const bool waits = drop_end(text, "<wait>");
        const bool closes = drop_end(text, "<close>");
        stream_.write(text);
        if (waits) {
            stream_.wait_for_end();
        }
        if (waits || closes) {
            throw HungUp{};
        }
    }

    void start_tls() {
        if (!script_.certificate || !stream_.encrypt(*script_.certificate)) {
            throw HungUp{};
        }
    }

    ImapServer& server_;
    const ImapScript& script_;
    TlsStream stream_;
    const std::size_t number_;
};

ImapServer::ImapServer(ImapScript script)
    : script_{std::move(script)}, clients_{[this](int socket, std::size_t number) {
          Conversation{*this, socket, number}.run();
      }} {}

void ImapServer::remember(const std::string& command) {
    const std::lock_guard lock{mutex_};
    commands_.push_back(command);
}

std::vector<std::string> ImapServer::commands() const {
    const std::lock_guard lock{mutex_};
    return commands_;
}

}  // namespace ansvar::tests
