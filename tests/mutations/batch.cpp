#include "tests/mutations/batch.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <list>
#include <optional>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::mutations {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr uint64_t batch_size = 100;

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(3);
}

/// What a process tells of a mutant, in one line.
Json to_json(const Trial& trial) {
  return {{"index", trial.index},
          {"fate", static_cast<int>(trial.verdict.fate)},
          {"ms", trial.verdict.milliseconds},
          {"errors", trial.verdict.errors},
          {"said", trial.verdict.said}};
}

Trial trial_of(const Plan& plan, uint64_t index) {
  Made made = make(plan, index);
  return {.index = index,
          .contract = made.contract,
          .kind = made.mutant.kind,
          .construct = std::move(made.mutant.construct),
          .shown = std::move(made.mutant.shown),
          .verdict = {}};
}

/// The work of one process: a line a mutant.
[[noreturn]] void work(const Plan& plan, uint64_t from, uint64_t to, int out) {
  const auto tell = [&](const Json& json) {
    const std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    for (size_t sent = 0; sent < line.size();) {
      const ssize_t more = write(out, line.data() + sent, line.size() - sent);
      if (more <= 0) {
        _exit(1);
      }
      sent += static_cast<size_t>(more);
    }
  };
  for (uint64_t index = from; index < to; ++index) {
    const Made made = make(plan, index);
    Trial trial{.index = index, .contract = 0, .kind = {}, .construct = {}, .shown = {}, .verdict = {}};
    trial.verdict = plan.judges[made.contract]->judge(made.mutant.text);
    tell(to_json(trial));
  }
  _exit(0);
}

/// A process at work on a part of the plan.
struct Worker {
  uint64_t next, end;  ///< not told of yet
  pid_t process = 0;
  int in = -1;
  std::string buffer;
  Clock::time_point heard;
};

class Run {
 public:
  explicit Run(const Plan& plan) : plan_(plan) {}

  std::vector<Trial> run() {
    uint64_t at = plan_.first;
    const uint64_t end = plan_.first + plan_.count;
    while (at < end || !workers_.empty()) {
      while (at < end && workers_.size() < std::max(1U, plan_.processes)) {
        const uint64_t to = std::min(end, at + batch_size);
        start(at, to);
        at = to;
      }
      listen();
    }
    std::ranges::sort(trials_, {}, &Trial::index);
    return std::move(trials_);
  }

 private:
  void start(uint64_t from, uint64_t to) {
    int ends[2];
    if (pipe(ends) != 0) {
      give_up("pipe");
    }
    std::fflush(nullptr);
    const pid_t process = fork();
    if (process < 0) {
      give_up("fork");
    }
    if (process == 0) {
      close(ends[0]);
      work(plan_, from, to, ends[1]);
    }
    close(ends[1]);
    workers_.push_back({from, to, process, ends[0], {}, Clock::now()});
  }

  void listen() {
    std::vector<pollfd> watched;
    for (const Worker& worker : workers_) {
      watched.push_back({worker.in, POLLIN, 0});
    }
    constexpr int patience = 200;  // milliseconds
    poll(watched.data(), watched.size(), patience);
    auto worker = workers_.begin();
    for (const pollfd& one : watched) {  // those that begin meanwhile stand behind them
      bool done = false;
      if ((one.revents & (POLLIN | POLLHUP)) != 0) {
        done = !hear(*worker);
      } else if (Clock::now() - worker->heard > std::chrono::seconds(plan_.hang_seconds)) {
        kill(worker->process, SIGKILL);
        end(*worker, Fate::hung);
        done = true;
      }
      worker = done ? workers_.erase(worker) : std::next(worker);
    }
  }

  /// Takes what a process told; no when it has ended.
  bool hear(Worker& worker) {
    char bytes[65536];
    const ssize_t count = read(worker.in, bytes, sizeof bytes);
    if (count <= 0) {
      end(worker, Fate::crashed);
      return false;
    }
    worker.heard = Clock::now();
    worker.buffer.append(bytes, static_cast<size_t>(count));
    for (size_t line = worker.buffer.find('\n'); line != std::string::npos; line = worker.buffer.find('\n')) {
      const Json json = Json::parse(worker.buffer.substr(0, line));
      worker.buffer.erase(0, line + 1);
      Trial trial = trial_of(plan_, json.at("index"));
      trial.verdict = {.fate = static_cast<Fate>(json.at("fate").get<int>()),
                       .milliseconds = json.at("ms"),
                       .errors = json.at("errors"),
                       .said = json.at("said")};
      trials_.push_back(std::move(trial));
      worker.next = json.at("index").get<uint64_t>() + 1;
    }
    return true;
  }

  /// What was not told of is a finding; the rest of the part gets a process of its own.
  void end(const Worker& worker, Fate fate) {
    close(worker.in);
    int status = 0;
    waitpid(worker.process, &status, 0);
    if (worker.next >= worker.end) {
      return;
    }
    Trial trial = trial_of(plan_, worker.next);
    trial.verdict.fate = fate;
    if (fate == Fate::crashed) {
      trial.verdict.said = {WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                                                : fmt::format("exit code {}", WEXITSTATUS(status))};
    }
    trials_.push_back(std::move(trial));
    if (worker.next + 1 < worker.end) {
      start(worker.next + 1, worker.end);
    }
  }

  const Plan& plan_;
  std::list<Worker> workers_;
  std::vector<Trial> trials_;
};

}  // namespace

Made make(const Plan& plan, uint64_t index) {
  Random random(plan.seed * 1'000'003 + index);
  random.next();
  const size_t others = plan.judges.size() - 1;
  const size_t contract = others == 0 || random.below(2) == 0 ? 0 : 1 + random.below(others);
  return {.contract = contract, .mutant = mutate(plan.judges[contract]->original(), random)};
}

std::vector<Trial> run(const Plan& plan) { return Run(plan).run(); }

}  // namespace treaty::mutations
