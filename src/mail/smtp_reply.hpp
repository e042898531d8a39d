#pragma once

#include "mail/outcome.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// Which command of ours a server's reply answers.
enum class SmtpStage {
    Connect,  ///< greeting, EHLO, STARTTLS and AUTH: about the connection, not about a letter
    Sender,   ///< MAIL FROM
    Recipient,
    Data,
    Content  ///< the text itself, up to the dot and its answer
};

/// Follows one conversation by what goes over the line: where it stands, and the server's last whole reply.
/// Remembers at most some kilobytes, and says when a server has talked too much.
class SmtpDialogue {
public:
    void begin();
    /// A command we sent; a line that is none of the known ones (the steps of AUTH) changes nothing.
    void sent(std::string_view command);
    void content_begun();
    /// A line of the server. False when it has said more than a conversation needs.
    bool heard(std::string_view line);

    /// Before QUIT, as reply() and code().
    SmtpStage stage() const { return stage_; }
    /// QUIT was said: what follows is about nothing.
    bool is_over() const { return is_over_; }
    /// The last reply, its lines joined by blanks.
    const std::string& reply() const { return reply_; }
    /// What was said and answered so far, at most twenty steps.
    const std::vector<Step>& steps() const { return steps_; }
    /// The three digits of the last reply, 0 when there is none.
    int code() const { return code_; }

private:
    void begin_step(std::string_view said);

    SmtpStage stage_ = SmtpStage::Connect;
    bool is_over_ = false;
    std::string reply_;
    bool reply_is_whole_ = false;
    int code_ = 0;
    std::vector<Step> steps_{{"CONNECT", ""}};
    std::size_t bytes_heard_ = 0;
};

/// What a failed conversation means for the letter. Only a 5xx about the letter itself refuses it; one about us (the connection, or
/// authentication: 530, 534, 535, 538) is a fault that somebody will mend.
Outcome outcome_of_failure(SmtpStage stage, int code);

}  // namespace ansvar::mail
