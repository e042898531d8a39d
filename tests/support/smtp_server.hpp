#pragma once

#include "support/certificates.hpp"
#include "support/line_server.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::tests {

/// What the server does when a client has reached a step.
struct SmtpAct {
    enum class Kind {
        Say,       ///< `text`, with its CRLF added
        Silence,   ///< nothing, until the client goes away
        Close,     ///< an ordinary end (FIN)
        Reset,     ///< a rude one (RST)
        SayClose,  ///< `text`, then an ordinary end
        Flood,     ///< `amount` bytes of continued greeting lines
        LongLine,  ///< `amount` bytes without a line end
        Drip       ///< `text`, one byte every 100 ms
    };
    Kind kind = Kind::Say;
    std::string text = {};
    std::size_t amount = 0;
};

inline SmtpAct say(std::string text) { return {SmtpAct::Kind::Say, std::move(text)}; }

/// How one connection goes. Steps: "greeting", "hello", "starttls", "auth", "mail", "rcpt", "data", "dot", "quit"; what is not named here
/// goes well.
struct SmtpScript {
    std::map<std::string, SmtpAct> steps = {};
    bool offers_starttls = false;
    bool offers_auth = false;
    std::string ways_to_sign_in = "PLAIN";
    bool implicit_tls = false;
    std::optional<Certificate> certificate = std::nullopt;
    std::size_t cut_content_after = 0;  ///< bytes; then the connection is closed
    bool says_goodbye_at_second_letter = false;  ///< 421 to the second MAIL FROM of a connection
};

/// A letter as it arrived.
struct SmtpLetter {
    std::size_t connection = 0;  ///< 1, 2, 3 …
    std::string sender;          ///< as in MAIL FROM, angle brackets included, parameters too
    std::string recipient;
    std::string wire;     ///< what came after DATA, before the dot: as sent, stuffed dots and all
    std::string content;  ///< the same without the stuffing
    bool over_tls = false;
    std::string user;  ///< how the client signed in, in base 64
};

/// A mail server for tests on a random port of 127.0.0.1, which does as its script says and remembers every letter, also those whose
/// acknowledgement it kept to itself. One thread for each connection.
class SmtpServer {
public:
    /// `script`: asked for each connection, 1 being the first; called under a lock.
    explicit SmtpServer(std::function<SmtpScript(std::size_t)> script = [](std::size_t) { return SmtpScript{}; });
    explicit SmtpServer(SmtpScript script);

    std::uint16_t port() const { return clients_.port(); }
    std::vector<SmtpLetter> letters() const;
    std::size_t connections() const { return clients_.connections(); }
    /// The most conversations there were at one time.
    std::size_t most_at_once() const { return clients_.most_at_once(); }
    /// Commands as received, for looking at what a client said.
    std::vector<std::string> commands() const;

private:
    class Conversation;

    SmtpScript script_for(std::size_t connection);
    void remember(SmtpLetter letter);
    void remember_command(const std::string& command);

    std::function<SmtpScript(std::size_t)> script_;
    mutable std::mutex mutex_;
    std::vector<SmtpLetter> letters_;
    std::vector<std::string> commands_;
    LineServer clients_;  ///< the last member: its threads use the others
};

}  // namespace ansvar::tests
